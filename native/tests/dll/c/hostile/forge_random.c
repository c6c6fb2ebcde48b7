/*
 * Writes into the channel of its host, and into the memory that it shares with it, whatever the name of a user says: it is the
 * number from which everything here is drawn. For a user without a number it is sound.
 */
#include "defect/unix/channel.h"

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

/* The memory that it shares with its parent, or NULL. */
static unsigned char *shared(void)
{
    char line[512];
    unsigned long start = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    if (!maps)
        return NULL;
    while (fgets(line, sizeof line, maps))
        if (strstr(line, "/memfd:mockras"))
            start = strtoul(line, NULL, 16);
    fclose(maps);
    return (unsigned char *)start;
}

/* Messages that there are, in the order of their tags, with something in them. */
static const struct { const char *bytes; unsigned length; } MESSAGES[] = {
    {"\0", 1},
    {"\1\0\0\15AcceptNewLink\0\0\0\0", 21},
    {"\1\1\0\0\0\0", 6},
    {"\1\2\0\1\1\0\0\0\0\0", 10},
    {"\1\2\0\1\0\2\1\2\3\4\5\0\0\0\0", 15},
    {"\1\2\1\3bad\1\0\0\0", 11},
    {"\2\13\0\1\10\0\1\0\0\0\0\0\0\0", 14},
    {"\3", 1},
    {"\4\0\0", 3},
    {"\4\1\0", 3},
    {"\5\5hello", 7},
    {"\6\23MprAdminPortGetInfo\15AcceptNewLink", 35},
    {"\7\1\4note\1\3\2no\0", 13},
    {"\10\1\2no", 5},
    {"\11", 1},
};

static void forge_one(void)
{
    unsigned char message[256];
    unsigned which = draw(sizeof MESSAGES / sizeof *MESSAGES), length = MESSAGES[which].length;
    memset(message, 0, sizeof message);
    memcpy(message, MESSAGES[which].bytes, length);
    for (unsigned changes = draw(3) * draw(4); changes > 0; changes--)
        message[draw(length)] = (unsigned char)draw(256);
    if (draw(8) == 0)
        length = draw(sizeof message);
    forge(message, length);
}

static void scribble(void)
{
    unsigned char *memory = shared();
    if (!memory)
        return;
    if (draw(2))
        ((volatile uint64_t *)memory)[draw(3)] = draw(2) ? draw(300000) : (uint64_t)-1 - draw(9);
    for (unsigned many = draw(64); many > 0; many--)
        memory[draw(4096)] = (unsigned char)draw(256);
}

static void attack(void)
{
    unsigned char bytes[64];
    for (unsigned many = 1 + draw(6); many > 0; many--)
        switch (draw(8)) {
        case 0:
            for (unsigned at = 0; at < sizeof bytes; at++)
                bytes[at] = (unsigned char)draw(256);
            put(bytes, draw(sizeof bytes));
            break;
        case 1:
            scribble();
            break;
        case 2:
            for (unsigned times = draw(3000); times > 0; times--)
                forge_one();
            break;
        default:
            forge_one();
        }
    switch (draw(40)) {
    case 0:
        for (;;)
            pause();
    case 1:
        for (;;)
            forge_one();
    case 2:
        *(volatile int *)8 = 1;
        break;
    case 3:
        exit((int)draw(3));
    case 4:
        _exit((int)draw(200));
    case 5:
        close(channel());
        break;
    }
}

/* Begins with the user's number, and goes wrong in one call of eight, on the average. */
#define AT_RANDOM if (state && draw(8) == 0) attack();

#define IN_ACCEPT \
    for (const WCHAR *at = c0->wszUserName; *at; at++) \
        if (*at >= '0' && *at <= '9') state = state * 10 + (uint64_t)(*at - '0') + 1; \
    AT_RANDOM
#define IN_LINK AT_RANDOM
#define IN_HANGUP AT_RANDOM
#define IN_LINK_HANGUP AT_RANDOM
#define IN_TERMINATE AT_RANDOM
#include "defect/defective.h"
