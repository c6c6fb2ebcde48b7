/* The gate of tchar_gate.h with wide text. */
#define UNICODE
#define _UNICODE
#include "windows/tchar_gate.h"
