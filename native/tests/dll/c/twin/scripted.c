/* The twin of `scripted` without a script: such a DLL exports and answers what accept-all does. */
#include "twin/accept_all.c"
