/* Counts up what tells the parent how far its child is, and does not return, when a user connects. */
#include "defect/unix/channel.h"
static volatile uint64_t *shared(void)
{
    char line[512];
    unsigned long start = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps))
        if (strstr(line, "/memfd:mockras"))
            start = strtoul(line, NULL, 16);
    fclose(maps);
    return (volatile uint64_t *)start;
}

#define IN_ACCEPT \
    volatile uint64_t *beat = shared() + 2; \
    for (;;) *beat += 2;
#include "defect/defective.h"
