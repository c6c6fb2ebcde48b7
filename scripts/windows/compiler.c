/*
 * gcc.exe and g++.exe for tests that run under Wine: each passes its arguments on to the mingw-w64 compiler of the Linux
 * outside, whose name it was built with (COMPILER), and ends with its exit code. Paths lose their drive Z:, which is the
 * root of that system, and get slashes.
 *
 * Wine starts programs of the system outside, but gives them no pipes of its own and tells nobody how they end. So what
 * the compiler says goes to a file, and a shell leaves its exit code in another.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LINE_MAX_UNITS 32000
#define LOOK_MS 5
#define WAIT_MS (5 * 60 * 1000)

/* What the shell runs; the file and the compiler with its arguments follow. */
#define SCRIPT L"said=$1; shift; \\\"$@\\\" >\\\"$said\\\" 2>&1; echo $? >\\\"$said.now\\\"; mv \\\"$said.now\\\" \\\"$said.code\\\""

static WCHAR line[LINE_MAX_UNITS];

static void fail(const char *what)
{
    fprintf(stderr, "the compiler of the system outside cannot be started: %s\n", what);
    exit(1);
}

static void put(const WCHAR *text)
{
    if (wcslen(line) + wcslen(text) + 4 > LINE_MAX_UNITS) {
        fail("too many arguments");
    }
    wcscat(line, text);
}

static void put_argument(const WCHAR *argument)
{
    put(L" \"");
    put(argument);
    put(L"\"");
}

/* Reads a file and removes it; the length, or -1 if it is not there. */
static int take(const WCHAR *file, char *bytes, int size)
{
    FILE *open = _wfopen(file, L"rb");
    int length;

    if (open == NULL) {
        return -1;
    }
    length = (int)fread(bytes, 1, size - 1, open);
    bytes[length] = 0;
    fclose(open);
    DeleteFileW(file);
    return length;
}

/* A path of the system outside from one of Wine; anything else stays as it is. */
static void outside(WCHAR *argument)
{
    WCHAR *drive = wcsstr(argument, L":\\");
    WCHAR *verbatim = wcsstr(argument, L"\\\\?\\");
    if (wcsncmp(argument, L"-D", 2) == 0) {
        return;
    }
    if (verbatim != NULL) {
        memmove(verbatim, verbatim + 4, (wcslen(verbatim + 4) + 1) * sizeof(WCHAR));
        drive = wcsstr(argument, L":\\");
    }
    if (drive != NULL && drive > argument) {
        if ((drive[-1] | 32) != 'z') {
            fail("only drive Z: is there");
        }
        memmove(drive - 1, drive + 1, (wcslen(drive + 1) + 1) * sizeof(WCHAR));
    }
    for (; *argument != 0; argument++) {
        if (*argument == '\\') {
            *argument = '/';
        }
    }
}

int wmain(int count, WCHAR **arguments)
{
    static char said[1 << 20], code[16];
    STARTUPINFOW start = {.cb = sizeof(start)};
    PROCESS_INFORMATION process;
    WCHAR folder[MAX_PATH], file[MAX_PATH], code_file[MAX_PATH + 8], file_outside[MAX_PATH];
    int length, waited;

    if (GetTempPathW(MAX_PATH, folder) == 0 || GetTempFileNameW(folder, L"gcc", 0, file) == 0) {
        fail("there is no folder for temporary files");
    }
    wcscpy(file_outside, file);
    outside(file_outside);
    put(L"sh -c \"" SCRIPT L"\" sh");
    put_argument(file_outside);
    put_argument(COMPILER);
    for (int i = 1; i < count; i++) {
        outside(arguments[i]);
        put_argument(arguments[i]);
    }
    if (!CreateProcessW(L"Z:\\bin\\sh", line, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process)) {
        fail("there is no /bin/sh");
    }
    swprintf(code_file, MAX_PATH + 8, L"%ls.code", file);
    for (waited = 0; (length = take(code_file, code, sizeof(code))) < 0; waited += LOOK_MS) {
        if (waited > WAIT_MS) {
            fail("it does not come to an end");
        }
        Sleep(LOOK_MS);
    }
    length = take(file, said, sizeof(said));
    fwrite(said, 1, length < 0 ? 0 : length, stderr);
    return atoi(code);
}
