/* Closes every descriptor when a user connects. */
#include <unistd.h>
#define IN_ACCEPT for (int at = 0; at < 1024; at++) close(at);
#include "defect/defective.h"
