/*
 * What a DLL under test can ask of mockras besides being called: MOCKRAS_NOTE("...") puts a line of UTF-8 text into
 * the transcript, as a note of the DLL. Where the host is not mockras it does nothing.
 *
 * A DLL may also export MockrasTimer. It stands in for a timer or a thread of the DLL's own: mockras calls it at the end of
 * every wait, while no callout runs, so it may call administration functions. Other hosts do not know it.
 */
#ifndef MOCKRAS_H
#define MOCKRAS_H

#ifdef _WIN32

#include <windows.h>

/* Exported by the program that loads the DLL, or by the mprapi.dll that stands in for the real one. */
static inline void MockrasNoteIfThere(const char *line)
{
    static const char *const modules[] = {NULL, "mprapi.dll"};
    int at;
    for (at = 0; at < 2; at++) {
        HMODULE module = GetModuleHandleA(modules[at]);
        FARPROC found = module ? GetProcAddress(module, "MockrasNote") : NULL;
        if (found) {
            ((void (*)(const char *))(void (*)(void))found)(line);
            return;
        }
    }
}
#define MOCKRAS_NOTE(line) MockrasNoteIfThere(line)

#else

/* Weak: NULL where the host does not export it. */
#ifdef __cplusplus
extern "C"
#endif
void MockrasNote(const char *line)
#ifdef __APPLE__
    __attribute__((weak_import));
#else
    __attribute__((weak));
#endif
#define MOCKRAS_NOTE(line) (MockrasNote ? MockrasNote(line) : (void)0)

#endif

#ifdef __cplusplus
extern "C"
#endif
void MockrasTimer(void);

#endif
