/* Writes a megabyte of bytes, and lines like those of a protocol, to both outputs; then accepts. */
#include <stdio.h>
static void chatter(FILE *stream)
{
    int at;
    fputs("\n{\"asking\":\"AcceptNewConnection2\"}\nmockras transcript 1\nRESULT: PASS\n", stream);
    for (at = 0; at < 1 << 20; at++) {
        fputc(at * 7 & 0xFF, stream);
    }
    fflush(stream);
}
#define IN_ACCEPT                                                                                                       \
    chatter(stdout);                                                                                                    \
    chatter(stderr);
#include "defect/defective.h"
