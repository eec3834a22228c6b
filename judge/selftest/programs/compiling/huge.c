// claim: an array that makes the program larger than a compiler may write
// layer: file_size
// expect: CE
// without: file_size

static char array[96 << 20] = { 1 };

int main(int count, char **arguments)
{
	(void)arguments;
	return array[count] != 0;
}
