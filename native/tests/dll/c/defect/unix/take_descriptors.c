/* Opens a file for as long as it can when a user connects. */
#include <fcntl.h>
#define IN_ACCEPT while (open("/dev/null", O_RDONLY) >= 0) { }
#include "defect/defective.h"
