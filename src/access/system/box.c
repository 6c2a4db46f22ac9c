/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/system/box.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/macros.h"

/* A program of tests only: make BOX=no */
#ifdef WITHOUT_BOX
#define BOX_IS_LEFT_OUT true
#else
#define BOX_IS_LEFT_OUT false
#endif

/* Landlock: include/uapi/linux/landlock.h. Older headers have only a part of it, or nothing. */
#define LANDLOCK_CREATE_RULESET		444
#define LANDLOCK_ADD_RULE		445
#define LANDLOCK_RESTRICT_SELF		446
#define LANDLOCK_ASK_VERSION		1
#define LANDLOCK_PATH_BENEATH		1
#define LANDLOCK_READ_FILE		((uint64_t)1 << 2)
#define LANDLOCK_READ_DIR		((uint64_t)1 << 3)

/* struct landlock_ruleset_attr; a kernel that knows less takes it if the rest is 0 */
struct rights {
	uint64_t files;
	uint64_t network;	/* since version 4 */
	uint64_t processes;	/* since version 6 */
};

/* struct landlock_path_beneath_attr */
struct beneath {
	uint64_t allowed;
	int32_t directory;
} __attribute__((packed));

/* What each version of Landlock can refuse, beyond the one before it. */
static const struct rights versions[] = {
	{ .files = 0x1fff },		/* 1, Linux 5.13: execute, write, read, remove, make */
	{ .files = 1 << 13 },		/* 2, 5.19: move and link between directories */
	{ .files = 1 << 14 },		/* 3, 6.2: truncate */
	{ .network = 3 },		/* 4, 6.7: bind and connect of TCP */
	{ .files = 1 << 15 },		/* 5, 6.10: ioctl of devices */
	{ .processes = 3 },		/* 6, 6.12: abstract sockets and signals of others */
};

static void take_files(const int *directories, size_t count)
{
	struct rights rights = { .files = 0 };
	long version = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, LANDLOCK_ASK_VERSION);
	CLEANUP_FD int ruleset = -1;

	for (long i = 0; i < version && i < (long)ARRAY_LENGTH(versions); i++) {
		rights.files |= versions[i].files;
		rights.network |= versions[i].network;
		rights.processes |= versions[i].processes;
	}
	if (version > 0)
		ruleset = (int)syscall(LANDLOCK_CREATE_RULESET, &rights, sizeof(rights), 0);
	if (ruleset < 0)
		return;
	for (size_t i = 0; i < count; i++)
		syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH,
			&(struct beneath) { LANDLOCK_READ_FILE | LANDLOCK_READ_DIR, directories[i] },
			0);
	syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0);
}

static void take_capabilities(bool keep_reading)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { .effective = 0 } };
	uint32_t kept = keep_reading ? CAP_TO_MASK(CAP_DAC_READ_SEARCH) : 0;

	if (syscall(SYS_capget, &header, data) != 0)
		return;
	data[0].effective &= kept;
	data[0].permitted &= kept;
	data[0].inheritable = 0;
	data[1] = (struct __user_cap_data_struct) { .effective = 0 };
	syscall(SYS_capset, &header, data);
}

/* Each architecture has its own system call numbers. These rows are for known ones. */
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define ARCHITECTURE AUDIT_ARCH_I386
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__arm__) && defined(__ARMEL__)
#define ARCHITECTURE AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define ARCHITECTURE AUDIT_ARCH_S390X
#endif

/*
 * Calls that open a file. A call with a directory as an input still makes them. By the names
 * of the kernel (__NR_), which its headers of 5.10 have, where glibc 2.31 has no SYS_ for them.
 */
static const uint32_t opening[] = {
#ifdef SYS_open
	SYS_open, SYS_creat,
#endif
	SYS_openat,
	__NR_openat2,
};

/*
 * Newer calls, which the kernel's headers of 5.10 lack. From 5.1 on each has one number on all
 * of these architectures (arch/.../syscall.tbl): clone3 of 5.3, fchmodat2 of 6.6, the others of 6.13.
 */
#define CLONE3		435
#define FCHMODAT2	452
#define SETXATTRAT	463
#define REMOVEXATTRAT	466

/* Calls that start a program, reach another process or machine, or change the kernel. */
static const uint32_t refused[] = {
	SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev,
#ifdef SYS_fork
	SYS_fork, SYS_vfork,
#endif
	SYS_kill, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
	SYS_socket, SYS_socketpair,
#ifdef SYS_socketcall
	SYS_socketcall,
#endif
	__NR_io_uring_setup, __NR_pidfd_open, __NR_pidfd_getfd,
	SYS_open_by_handle_at, SYS_bpf, SYS_perf_event_open, SYS_add_key, SYS_request_key,
	SYS_keyctl, SYS_mount, SYS_umount2, SYS_chroot, SYS_setns, SYS_unshare, SYS_init_module,
	SYS_finit_module, SYS_delete_module,
	/* Landlock does not cover these, and truncation from its version 3 on only */
#ifdef SYS_chmod
	SYS_chmod, SYS_chown, SYS_lchown,
#endif
#ifdef SYS_chown32
	SYS_chown32, SYS_lchown32, SYS_fchown32,
#endif
#ifdef SYS_utime
	SYS_utime,
#endif
#ifdef SYS_utimes
	SYS_utimes, SYS_futimesat,
#endif
#ifdef __NR_utimensat_time64
	__NR_utimensat_time64,
#endif
#ifdef SYS_truncate64
	SYS_truncate64,
#endif
	SYS_fchmod, SYS_fchmodat, FCHMODAT2, SYS_fchown, SYS_fchownat, SYS_truncate, SYS_utimensat,
	SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SETXATTRAT,
	SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, REMOVEXATTRAT,
};

#ifdef ARCHITECTURE
/* x32 has the same architecture and other numbers (arch/x86/include/uapi/asm/unistd.h). */
#define FIRST_OF_X32 0x40000000u

#define LOAD(member) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)
#define REFUSE RETURN(SECCOMP_RET_ERRNO | EACCES)

/* Where the lower half of an argument is. Only on s390x is the second of clone() its flags. */
#define ARGUMENT(number) \
	(offsetof(struct seccomp_data, args[number]) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0))
#ifdef __s390x__
#define CLONE_FLAGS ARGUMENT(1)
#else
#define CLONE_FLAGS ARGUMENT(0)
#endif

static size_t add_refused(struct sock_filter *filter, const uint32_t *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		filter[2 * i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1);
		filter[2 * i + 1] = (struct sock_filter)REFUSE;
	}
	return 2 * count;
}

/*
 * The filter's end. The flags of clone3() are in memory, which no filter sees: the C library
 * takes clone() where that call is not there. tgkill() is how a process ends itself.
 */
#define JUDGED 12

static size_t add_judged(struct sock_filter *filter)
{
	const struct sock_filter judged[JUDGED] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CLONE3, 0, 1),
		RETURN(SECCOMP_RET_ERRNO | ENOSYS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, CLONE_FLAGS),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
		RETURN(SECCOMP_RET_ALLOW),
		REFUSE,
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(0)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 1, 0),
		REFUSE,
		RETURN(SECCOMP_RET_ALLOW),
	};

	memcpy(filter, judged, sizeof(judged));
	return JUDGED;
}

static void take_calls(bool keep_opening)
{
	static const struct sock_filter begin[] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		REFUSE,
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_OF_X32, 0, 1),
		REFUSE,
	};
	struct sock_filter filter[ARRAY_LENGTH(begin) + 2 * ARRAY_LENGTH(opening) +
				  2 * ARRAY_LENGTH(refused) + JUDGED];
	size_t count = 0;

	for (; count < ARRAY_LENGTH(begin); count++)
		filter[count] = begin[count];
	if (!keep_opening)
		count += add_refused(filter + count, opening, ARRAY_LENGTH(opening));
	count += add_refused(filter + count, refused, ARRAY_LENGTH(refused));
	count += add_judged(filter + count);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
	      &(struct sock_fprog) { .len = (unsigned short)count, .filter = filter }, 0, 0);
}
#else
static void take_calls(bool keep_opening)
{
	(void)keep_opening;
}
#endif

void box_close(const int *directories, size_t count)
{
	if (BOX_IS_LEFT_OUT || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	take_capabilities(count > 0);
	take_files(directories, count);
	take_calls(count > 0);
}
