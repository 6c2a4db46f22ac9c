/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * The registers in which this machine passes the arguments and the result of a
 * function: byte offsets in the context of a kprobe program, which is struct
 * pt_regs on x86-64 and struct user_pt_regs on arm64 (asm/ptrace.h of each).
 * Which register holds what: System V ABI for AMD64, 3.2.3; AAPCS64, 6.8.2.
 */
#ifndef VFIO_CFGTOOL_KERNEL_MACHINE_H
#define VFIO_CFGTOOL_KERNEL_MACHINE_H

/* Also for a program of 32 bits, if the kernel has 64: MACHINE_KERNEL. */
#if defined(__x86_64__) || defined(__i386__)
#define MACHINE_REGISTERS_KNOWN 1
#define MACHINE_KERNEL "x86_64"
enum machine_register {
	MACHINE_ARGUMENT_1 = 112,	/* di */
	MACHINE_ARGUMENT_2 = 104,	/* si */
	MACHINE_ARGUMENT_3 = 96,	/* dx */
	MACHINE_ARGUMENT_4 = 88,	/* cx */
	MACHINE_ARGUMENT_5 = 72,	/* r8 */
	MACHINE_RESULT	   = 80,	/* ax */
};
#elif defined(__aarch64__)
#define MACHINE_REGISTERS_KNOWN 1
#define MACHINE_KERNEL "aarch64"
enum machine_register {
	MACHINE_ARGUMENT_1 = 0,		/* x0 */
	MACHINE_ARGUMENT_2 = 8,		/* x1 */
	MACHINE_ARGUMENT_3 = 16,	/* x2 */
	MACHINE_ARGUMENT_4 = 24,	/* x3 */
	MACHINE_ARGUMENT_5 = 32,	/* x4 */
	MACHINE_RESULT	   = 0,		/* x0 */
};
#else
#define MACHINE_REGISTERS_KNOWN 0
#define MACHINE_KERNEL ""
#endif

#endif
