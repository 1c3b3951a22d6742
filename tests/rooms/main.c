/* Nothing of its own: it is linked or it is not. */
int
main(void)
{
	return 0;
}
