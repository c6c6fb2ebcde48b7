/* The gate of tchar_gate.h with ANSI text. */
#include "windows/tchar_gate.h"
