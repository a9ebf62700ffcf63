/* What c_caller.c offers to c_abi_test.cpp. Each function returns 0, or the number of the check that failed. */
#ifndef SEQCH_TEST_C_CALLER_H
#define SEQCH_TEST_C_CALLER_H

#include "seqch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sizes of the structs in the first release. */
typedef struct c_abi_first_sizes {
  uint32_t options, stats, table_stats, context_row, error;
} c_abi_first_sizes;

int c_abi_opens_and_closes(void);
int c_abi_refuses_unknown_sizes(void);
int c_abi_takes_newer_callers(void);
int c_abi_refuses_everything_after_fork(void);
int c_abi_takes_older_callers(const c_abi_first_sizes *first);

#ifdef __cplusplus
}
#endif

#endif
