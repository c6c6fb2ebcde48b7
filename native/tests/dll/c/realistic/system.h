/* What the gate takes of Windows and of the system below it. */
#ifndef GATE_SYSTEM_H
#define GATE_SYSTEM_H

#ifndef _WIN32
#define _XOPEN_SOURCE 700
/* One mistake is made with the sockets of this system. */
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

/* What only some bugs need. */
#if defined(BUG_37_log_file_stays_open) || defined(BUG_27_line_too_short)
#include <stdio.h>
#endif
#ifdef BUG_38_thread_for_each_session
#include <unistd.h>
#endif
#ifdef BUG_43_listens_on_a_port
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#endif
