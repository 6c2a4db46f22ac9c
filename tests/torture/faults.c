/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allocations are caught by functions of the same names; the C library's own
 * (strdup, asprintf, fopen ...) call them, too. System calls are caught by a
 * seccomp filter that raises SIGSYS, as the C library's own streams call the
 * kernel without a symbol that could be replaced.
 */
#include "torture.h"

#include <errno.h>
#include <execinfo.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static struct torture_plan plan;
static struct torture *shared;

#define CALLS 6

/* The kinds of system calls. */
static const struct kind {
	const char *name;
	int only_fd, but_fd;	/* -1: any, none */
	int call[CALLS];	/* ends with -1 */
} kinds[] = {
	/* writes to standard error report faults, so they are a kind of their own */
	{ "write", -1, 2, { SYS_write, SYS_writev, SYS_pwrite64, -1 } },
	{ "stderr", 2, -1, { SYS_write, SYS_writev, SYS_pwrite64, -1 } },
	{ "read", -1, -1, { SYS_read, SYS_readv, SYS_pread64, -1 } },
	{ "open", -1, -1, { SYS_openat,
#ifdef SYS_open
			    SYS_open,
#endif
			    -1 } },
	{ "close", -1, -1, { SYS_close, -1 } },
	{ "ioctl", -1, -1, { SYS_ioctl, -1 } },
	{ "list", -1, -1, { SYS_getdents64, -1 } },
	{ "sync", -1, -1, { SYS_fsync, SYS_fdatasync, -1 } },
	{ "name", -1, -1, { SYS_renameat2, SYS_unlinkat, SYS_mkdirat,
#ifdef SYS_rename
			    SYS_rename, SYS_unlink,
#endif
			    -1 } },
};

static const struct kind *kind;

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EINTR", EINTR }, { "EMFILE", EMFILE },
	{ "ENFILE", ENFILE }, { "EACCES", EACCES }, { "ENOMEM", ENOMEM }, { "EAGAIN", EAGAIN },
	{ "EBUSY", EBUSY }, { "short", 0 },
};

bool torture_parse(const char *text, struct torture_plan *parsed)
{
	const char *colon = strchr(text, ':');
	size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);

	*parsed = (struct torture_plan) { .allocations = strcmp(text, "alloc") == 0 };
	if (parsed->allocations) {
		parsed->kind = "alloc";
		return true;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].name) == length && strncmp(kinds[i].name, text, length) == 0)
			parsed->kind = kinds[i].name;
	for (size_t i = 0; colon != NULL && i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (strcmp(errors[i].name, colon + 1) != 0)
			continue;
		parsed->error = errors[i].error;
		return parsed->kind != NULL;
	}
	return false;
}

/* Whether this call must fail. */
static bool fails(void)
{
	unsigned long number = __atomic_add_fetch(&shared->count, 1, __ATOMIC_RELAXED);

	if (plan.at == 0 || number < plan.at || (number > plan.at && !plan.onward))
		return false;
	if (__atomic_add_fetch(&shared->fired, 1, __ATOMIC_RELAXED) == 1) {
		/* nothing is counted until it has returned, because it may allocate */
		struct torture *to = shared;

		shared = NULL;
		to->frames = backtrace(to->frame, TORTURE_FRAMES);
		shared = to;
	}
	return true;
}

static bool allocation_fails(void)
{
	if (shared == NULL || !plan.allocations || !fails())
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return allocation_fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return allocation_fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return allocation_fails() ? NULL : __libc_realloc(old, size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return allocation_fails() ? NULL : __libc_realloc(old, bytes);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return allocation_fails() ? NULL : __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size);

void *memalign(size_t alignment, size_t size)
{
	return allocation_fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **to, size_t alignment, size_t size)
{
	if (allocation_fails())
		return ENOMEM;
	*to = __libc_memalign(alignment, size);
	return *to != NULL ? 0 : ENOMEM;
}

#if defined(__x86_64__) || defined(__i386__)

/* The only place whose calls into the kernel the filter lets pass. */
long torture_call(long number, const long arguments[6]);
extern const char torture_call_done[];

#ifdef __x86_64__
#define RESULT REG_RAX
static const int argument_registers[6] = { REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9 };

__asm__(".text\n"
	".hidden torture_call\n"
	".globl torture_call\n"
	".type torture_call, @function\n"
	"torture_call:\n"
	"	mov %rdi, %rax\n"
	"	mov %rsi, %r11\n"
	"	mov (%r11), %rdi\n"
	"	mov 8(%r11), %rsi\n"
	"	mov 16(%r11), %rdx\n"
	"	mov 24(%r11), %r10\n"
	"	mov 32(%r11), %r8\n"
	"	mov 40(%r11), %r9\n"
	"	syscall\n"
	".hidden torture_call_done\n"
	".globl torture_call_done\n"
	"torture_call_done:\n"
	"	ret\n"
	".size torture_call, . - torture_call\n");
#else
#define RESULT REG_EAX
static const int argument_registers[6] = { REG_EBX, REG_ECX, REG_EDX, REG_ESI, REG_EDI, REG_EBP };

__asm__(".text\n"
	".hidden torture_call\n"
	".globl torture_call\n"
	".type torture_call, @function\n"
	"torture_call:\n"
	"	push %ebp\n"
	"	push %ebx\n"
	"	push %esi\n"
	"	push %edi\n"
	"	mov 20(%esp), %eax\n"
	"	mov 24(%esp), %edi\n"
	"	mov (%edi), %ebx\n"
	"	mov 4(%edi), %ecx\n"
	"	mov 8(%edi), %edx\n"
	"	mov 12(%edi), %esi\n"
	"	mov 20(%edi), %ebp\n"
	"	mov 16(%edi), %edi\n"
	"	int $0x80\n"
	".hidden torture_call_done\n"
	".globl torture_call_done\n"
	"torture_call_done:\n"
	"	pop %edi\n"
	"	pop %esi\n"
	"	pop %ebx\n"
	"	pop %ebp\n"
	"	ret\n"
	".size torture_call, . - torture_call\n");
#endif

/* A read or write of one byte. */
static long call_short(long number, long arguments[6])
{
	struct iovec *vector = (struct iovec *)arguments[1];

	if (number == SYS_writev || number == SYS_readv) {
		while (arguments[2] > 1 && vector->iov_len == 0) {
			vector++;
			arguments[2]--;
		}
		arguments[1] = (long)vector->iov_base;
		arguments[2] = vector->iov_len != 0;
		return torture_call(number == SYS_writev ? SYS_write : SYS_read, arguments);
	}
	arguments[2] = arguments[2] != 0;
	return torture_call(number, arguments);
}

static void caught(int signal, siginfo_t *info, void *context)
{
	greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
	long arguments[6];
	int error = errno, fd;
	bool counts;

	(void)signal;
	for (size_t i = 0; i < 6; i++)
		arguments[i] = (long)registers[argument_registers[i]];
	fd = (int)arguments[0];
	counts = kind->only_fd < 0 || fd == kind->only_fd;
	if (shared == NULL || !counts || fd == kind->but_fd || !fails()) {
		registers[RESULT] = torture_call(info->si_syscall, arguments);
	} else if (plan.error == 0) {
		registers[RESULT] = call_short(info->si_syscall, arguments);
	} else {
		/* Linux closes the descriptor even if close() fails */
		if (info->si_syscall == SYS_close)
			torture_call(SYS_close, arguments);
		registers[RESULT] = -plan.error;
	}
	errno = error;
}

/* The filter: SIGSYS for the calls of the kind, except those from torture_call(). */
static bool filter(void)
{
	uintptr_t after = (uintptr_t)torture_call_done;
	struct sock_filter program[8 + CALLS] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)after, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, instruction_pointer) + 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)((uint64_t)after >> 32), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	};
	unsigned short length = 6, calls = 0;
	struct sock_fprog whole = { .filter = program };

	while (kind->call[calls] >= 0)
		calls++;
	for (unsigned short i = 0; i < calls; i++)
		program[length++] = (struct sock_filter) BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)kind->call[i],
			(unsigned char)(calls - i), 0);
	program[length++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program[length++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
	whole.len = length;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0;
}

static bool catch_calls(void)
{
	struct sigaction action = { .sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_NODEFER };

	return sigaction(SIGSYS, &action, NULL) == 0 && filter();
}

#else

static bool catch_calls(void)
{
	return false;
}

#endif

bool torture_arm(const struct torture_plan *wanted, struct torture *page)
{
	plan = *wanted;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, plan.kind) == 0)
			kind = &kinds[i];
	page->count = page->fired = 0;
	page->frames = 0;
	if (!plan.allocations && !catch_calls())
		return false;
	shared = page;
	return true;
}

void torture_disarm(void)
{
	shared = NULL;
}
