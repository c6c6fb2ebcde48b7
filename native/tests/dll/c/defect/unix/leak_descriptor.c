/* Opens the log anew for each connection, and never closes it. */
#include <fcntl.h>
static int log_file;
#define IN_ACCEPT log_file = open("/dev/null", O_WRONLY);
#include "defect/defective.h"
