/* How IKEv2 encrypts: the values of dwEncryptionMethod. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <ipsectypes.h>
#else
#ifndef MOCKRAS_IPSECTYPES_H
#define MOCKRAS_IPSECTYPES_H

typedef enum _IPSEC_CIPHER_TYPE {
    IPSEC_CIPHER_TYPE_DES = 1,
    IPSEC_CIPHER_TYPE_3DES = 2,
    IPSEC_CIPHER_TYPE_AES_128 = 3,
    IPSEC_CIPHER_TYPE_AES_192 = 4,
    IPSEC_CIPHER_TYPE_AES_256 = 5
} IPSEC_CIPHER_TYPE;

#endif
#endif
