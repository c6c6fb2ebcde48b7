/*
 * A stand-in for bcryptprimitives.dll, which Rust's standard library imports on Windows and Wine 8 lacks. Its one
 * function is RtlGenRandom, which advapi32 exports as SystemFunction036.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    while (length > 0) {
        ULONG piece = length > 0x10000 ? 0x10000 : (ULONG)length;
        if (!SystemFunction036(buffer, piece)) {
            return FALSE;
        }
        buffer += piece;
        length -= piece;
    }
    return TRUE;
}
