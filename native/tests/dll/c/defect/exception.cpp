/* Throws a C++ exception that nobody catches when a user connects: std::terminate. */
#include <stdexcept>
#define IN_ACCEPT throw std::runtime_error("nobody catches this");
#include "defect/defective.h"
