/*
 * What happens when the DLL is loaded and unloaded: DllMain is called, and what is still open is told and given back.
 * Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_ATTACH_H
#define MOCKRAS_ATTACH_H
#pragma GCC system_header

#define DLL_PROCESS_DETACH 0
#define DLL_PROCESS_ATTACH 1
#define DLL_THREAD_ATTACH 2
#define DLL_THREAD_DETACH 3

MOCKRAS_C_BEGIN
/* Weak: NULL if the DLL has none. */
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
#ifdef __APPLE__
    __attribute__((weak_import));
#else
    MOCKRAS_SHARED;
#endif
MOCKRAS_SHARED int mockras_is_attached = 0;
MOCKRAS_C_END

/* Every file of the DLL has both; the first of each does the work. */
__attribute__((constructor, used)) static void mockras_attach(void)
{
    if (mockras_is_attached++)
        return;
    if (DllMain && !DllMain((HINSTANCE)MOCKRAS_THIS_MODULE, DLL_PROCESS_ATTACH, NULL))
        mockras_note("DllMain returned FALSE when the DLL was loaded: Windows does not load it then");
}

__attribute__((destructor, used)) static void mockras_detach(void)
{
    if (mockras_is_attached <= 0)
        return;
    mockras_is_attached = 0;
    if (DllMain)
        DllMain((HINSTANCE)MOCKRAS_THIS_MODULE, DLL_PROCESS_DETACH, NULL);
    mockras_count_open();
    while (mockras_files)
        mockras_drop_file(mockras_files);
    while (mockras_values)
        mockras_drop_value(mockras_values);
    free(mockras_handles.slots);
    mockras_handles.slots = NULL;
    mockras_handles.count = 0;
}

#endif
