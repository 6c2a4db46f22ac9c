# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
#
# The foreign architectures: their names in Debian, the compiler, the dynamic linker and QEMU.

# name     triplet                dynamic linker               emulator      release of Debian
architectures='
  i386     i386-linux-gnu         ld-linux.so.2                -             -
  arm64    aarch64-linux-gnu      ld-linux-aarch64.so.1        qemu-aarch64  -
  armhf    arm-linux-gnueabihf    ld-linux-armhf.so.3          qemu-arm      -
  ppc64el  powerpc64le-linux-gnu  ld64.so.2                    qemu-ppc64le  -
  riscv64  riscv64-linux-gnu      ld-linux-riscv64-lp64d.so.1  qemu-riscv64  trixie
  s390x    s390x-linux-gnu        ld64.so.1                    qemu-s390x    -
'

# know ARCHITECTURE - sets triplet, loader, emulator (empty: programs run as they are) and
# suite (a release of Debian; empty: the one that this machine runs); fails for another
know()
{
	local name
	while read -r name triplet loader emulator suite; do
		[[ $name && $name == "$1" ]] || continue
		emulator=${emulator#-} suite=${suite#-}
		return
	done <<<"$architectures"
	return 1
}
