/* Takes all of that and gives it back: nothing is told of it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <iconv.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
static FILE *log_file;
static pthread_t thread;
static void *work(void *none) { return none; }
#define IN_INITIALIZE \
    setlocale(LC_ALL, "C.UTF-8"); \
    tzset(); \
    openlog("gate", LOG_NDELAY, LOG_USER); \
    iconv_close(iconv_open("UTF-16", "UTF-8")); \
    free(malloc(64 << 20)); \
    log_file = tmpfile(); \
    pthread_create(&thread, NULL, work, NULL); \
    if (system("true") != 0) return 1;
#define IN_TERMINATE \
    pthread_join(thread, NULL); \
    fclose(log_file);
#include "defect/defective.h"
