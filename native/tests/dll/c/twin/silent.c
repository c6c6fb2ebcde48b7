/* The twin of `silent`: exports what is mandatory and accepts everything. */
#define ONLY_SERIES_2
#include "twin/twin.h"
