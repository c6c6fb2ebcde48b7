/* Keeps a file mapped when it is terminated. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#define IN_INITIALIZE int file = open("/etc/passwd", O_RDONLY); mmap(NULL, 1, PROT_READ, MAP_PRIVATE, file, 0); close(file);
#include "defect/defective.h"
