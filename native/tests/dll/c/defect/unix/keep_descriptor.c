/* Keeps two descriptors open when it is terminated. */
#include <fcntl.h>
#define IN_INITIALIZE open("/dev/null", O_RDONLY); open("/dev/null", O_RDONLY);
#include "defect/defective.h"
