/* The twin of `session-log`: counts sessions and seconds per user, and notes them in TerminateDll. */
#include <stdio.h>
#include <mockras.h>
#include <mprapi.h>

#define LIVE_MAX 4096
#define USERS_MAX 1024

static struct {
    WCHAR name[UNLEN + 1];
    DWORD units;
    unsigned long long sessions;
    unsigned long long seconds;
} users[USERS_MAX];
static int user_count;
static HANDLE live[LIVE_MAX];
static int live_count;

static int place_of(HANDLE connection)
{
    int at = 0;
    while (at < live_count && live[at] != connection) {
        at++;
    }
    return at;
}

/* A service that asks every series announces one connection several times. */
static BOOL begin(HANDLE connection)
{
    if (place_of(connection) == live_count && live_count < LIVE_MAX) {
        live[live_count++] = connection;
    }
    return TRUE;
}

/* Below, at or above 0 as the name comes before, is, or comes after that of the user at this place. */
static int compare(const WCHAR *name, DWORD units, int user)
{
    DWORD at;
    for (at = 0; at < units && at < users[user].units; at++) {
        if (name[at] != users[user].name[at]) {
            return name[at] < users[user].name[at] ? -1 : 1;
        }
    }
    return units == users[user].units ? 0 : units < users[user].units ? -1 : 1;
}

static void end(HANDLE connection, const WCHAR *name, DWORD seconds)
{
    int at = place_of(connection), user = 0;
    DWORD units = 0;
    if (at == live_count) {
        return;
    }
    live[at] = live[--live_count];
    while (units <= UNLEN && name[units]) {
        units++;
    }
    while (user < user_count && compare(name, units, user) > 0) {
        user++;
    }
    if (user == user_count || compare(name, units, user) != 0) {
        if (user_count == USERS_MAX) {
            return;
        }
        MoveMemory(&users[user + 1], &users[user], (size_t)(user_count++ - user) * sizeof(users[0]));
        ZeroMemory(&users[user], sizeof(users[0]));
        CopyMemory(users[user].name, name, units * sizeof(WCHAR));
        users[user].units = units;
    }
    users[user].sessions++;
    users[user].seconds += seconds;
}

static char *put_escaped(char *to, DWORD character)
{
    const char *plain = character == '\\' ? "\\\\" : character == '\n' ? "\\n" : character == '\r' ? "\\r"
        : character == '\t' ? "\\t" : NULL;
    if (plain) {
        return to + sprintf(to, "%s", plain);
    }
    if (character < 0x20 || (character >= 0x7F && character < 0xA0) || (character >= 0xD800 && character < 0xE000) ||
        (character >= 0x2028 && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) ||
        character == 0xFEFF) {
        return to + sprintf(to, "\\u{%x}", (unsigned)character);
    }
    if (character < 0x80) {
        *to++ = (char)character;
    } else if (character < 0x800) {
        *to++ = (char)(0xC0 | character >> 6);
        *to++ = (char)(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        *to++ = (char)(0xE0 | character >> 12);
        *to++ = (char)(0x80 | (character >> 6 & 0x3F));
        *to++ = (char)(0x80 | (character & 0x3F));
    } else {
        *to++ = (char)(0xF0 | character >> 18);
        *to++ = (char)(0x80 | (character >> 12 & 0x3F));
        *to++ = (char)(0x80 | (character >> 6 & 0x3F));
        *to++ = (char)(0x80 | (character & 0x3F));
    }
    return to;
}

/* The name as UTF-8; what would break or disguise a line, and unpaired surrogates, are escaped. */
static char *put_name(char *to, const WCHAR *name, DWORD units)
{
    DWORD at;
    for (at = 0; at < units; at++) {
        DWORD character = name[at];
        if (character >= 0xD800 && character < 0xDC00 && at + 1 < units && name[at + 1] >= 0xDC00 &&
            name[at + 1] < 0xE000) {
            character = 0x10000 + ((character - 0xD800) << 10) + (name[++at] - 0xDC00u);
        }
        to = put_escaped(to, character);
    }
    return to;
}

static void report(void)
{
    /* A unit becomes 8 bytes at most. */
    static char line[(UNLEN + 1) * 8 + 80];
    int user;
    for (user = 0; user < user_count; user++) {
        char *to = put_name(line, users[user].name, users[user].units);
        sprintf(to, ": %llu session%s, %llu s", users[user].sessions, users[user].sessions == 1 ? "" : "s",
            users[user].seconds);
        MOCKRAS_NOTE(line);
    }
}

#define ACCEPT(connection, user) begin(connection)
#define HANGUP(connection, user, seconds) end(connection, user, seconds);
#define TERMINATE report();
#include "twin/twin.h"
