"""A test CA, a good server certificate for localhost (and Microsoft's name), and four bad ones."""
import datetime
import os
import subprocess

BAD = ("self-signed", "expired", "wrong-host", "unknown-ca")
GOOD_NAMES = "DNS:localhost,IP:127.0.0.1,DNS:outlook.office365.com"

CA_CONF = """[ca]
default_ca = d
[d]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = p
unique_subject = no
[p]
commonName = supplied
"""


class Certs:
    """`ca` is the trusted CA's file; good() and bad(kind) give (cert, key)."""

    def __init__(self, folder):
        self.folder = folder
        os.mkdir(folder)
        self.ca = self._authority("ca")
        self._authority("stranger-ca")
        self._leaf("good", GOOD_NAMES)
        self._leaf("wrong-host", "DNS:other.example")
        self._leaf("unknown-ca", GOOD_NAMES, ca="stranger-ca")
        self._leaf("expired", GOOD_NAMES, days=(-400, -30))
        self._self_signed("self-signed")
        for name in os.listdir(folder):
            os.chmod(f"{folder}/{name}", 0o644)

    def good(self):
        return self._pair("good")

    def bad(self, kind):
        if kind not in BAD:
            raise ValueError(kind)
        return self._pair(kind)

    def _pair(self, name):
        return f"{self.folder}/{name}.pem", f"{self.folder}/{name}.key"

    def _openssl(self, *argv):
        done = subprocess.run(["openssl", *argv], cwd=self.folder, check=False,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {' '.join(argv)}: {done.stderr}")

    def _key(self, name):
        self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout",
                      "-out", f"{name}.key")

    def _authority(self, name):
        self._key(name)
        self._openssl("req", "-x509", "-new", "-key", f"{name}.key", "-out",
                      f"{name}.pem", "-days", "30", "-subj", f"/CN=docket test {name}",
                      "-addext", "basicConstraints=critical,CA:TRUE",
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        return f"{self.folder}/{name}.pem"

    def _self_signed(self, name):
        self._key(name)
        self._openssl("req", "-x509", "-new", "-key", f"{name}.key", "-out",
                      f"{name}.pem", "-days", "20", "-subj", "/CN=localhost",
                      "-addext", f"subjectAltName={GOOD_NAMES}")

    def _leaf(self, name, names, ca="ca", days=(-1, 20)):
        self._key(name)
        self._openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}",
                      "-out", f"{name}.csr")
        self._write("index.txt", "")
        self._write("ca.cnf", CA_CONF.format(folder=self.folder))
        self._write("ext.cnf", f"subjectAltName={names}\n"
                    "extendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n")
        now = datetime.datetime.now(datetime.timezone.utc)
        dates = [(now + datetime.timedelta(days=d)).strftime("%Y%m%d%H%M%SZ") for d in days]
        self._openssl("ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", f"{ca}.pem",
                      "-keyfile", f"{ca}.key", "-in", f"{name}.csr", "-out", f"{name}.pem",
                      "-startdate", dates[0], "-enddate", dates[1], "-extfile", "ext.cnf")

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="ascii") as f:
            f.write(text)
