/* Reads a mapped file behind the end that it has been cut to: SIGBUS. */
#define _XOPEN_SOURCE 700
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static int read_behind_the_end(void)
{
    FILE *file = tmpfile();
    volatile char *mapped;
    if (!file || ftruncate(fileno(file), 65536) != 0) {
        return -1;
    }
    mapped = mmap(NULL, 65536, PROT_READ, MAP_SHARED, fileno(file), 0);
    if (ftruncate(fileno(file), 0) != 0) {
        return -1;
    }
    return mapped[32768];
}

#define IN_ACCEPT return read_behind_the_end() == 0;
#include "defect/defective.h"
