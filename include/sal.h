/* Annotations of parameters, which say nothing to this compiler. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <sal.h>
#else
#ifndef MOCKRAS_SAL_H
#define MOCKRAS_SAL_H
#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_reads_(count)
#define _In_reads_opt_(count)
#define _In_reads_bytes_(count)
#define _In_reads_bytes_opt_(count)
#define _Out_
#define _Out_opt_
#define _Out_writes_(count)
#define _Out_writes_opt_(count)
#define _Out_writes_z_(count)
#define _Out_writes_bytes_(count)
#define _Outptr_
#define _Outptr_opt_
#define _Inout_
#define _Inout_opt_
#define _Inout_updates_(count)
#define _Inout_updates_z_(count)
#define _Reserved_
#define _Success_(condition)
#define _Must_inspect_result_
#define _Check_return_
#define _Printf_format_string_
#define _Acquires_lock_(lock)
#define _Releases_lock_(lock)
#define _Guarded_by_(lock)
#define _Use_decl_annotations_
#define _Null_terminated_
#define _Pre_notnull_
#define _Ret_maybenull_
#ifndef __cplusplus
#define __in
#define __out
#endif
#define __in_opt
#define __in_ecount(count)
#define __in_bcount(count)
#define __out_opt
#define __out_ecount(count)
#define __out_bcount(count)
#define __inout
#define __inout_opt
#define __reserved
#define __checkReturn
#endif
#endif
