"""What providers refuse."""


def refuses(stage, reply, unfit):
    """A script: at that stage mail of an unfit envelope sender gets this reply."""
    return lambda now, got: reply if now == stage and unfit(got.sender) else None


def _is_null(sender):
    return sender == ""


def _has_detail(sender):
    return "+" in sender


# What providers answer to envelope senders that they take no mail from.
SENDERS = {
    "Amazon SES": refuses("mail", "501 Invalid MAIL FROM address provided", _is_null),
    "null at RCPT": refuses("rcpt", "550 5.7.1 <>: Sender address rejected: Access denied",
                            _is_null),
    "null after DATA": refuses("data", "554 5.7.1 Messages from the null sender are not accepted",
                               _is_null),
    "Microsoft 365": refuses("data", "554 5.2.252 SendAsDenied; support@example.com not allowed "
                             "to send as that address", _has_detail),
    "plain alone": refuses("mail", "553 5.7.1 Sender address rejected: not owned by user support",
                           lambda s: _is_null(s) or _has_detail(s)),
}
