/*
 * What the RP2040 has and Moddable's modules do not offer to scripts: raw flash, the watchdog,
 * the noise of the ring oscillator, the chip's serial number.
 */
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "hardware/structs/rosc.h"
#include "hardware/watchdog.h"

extern void pico_get_mac(uint8_t *id);

#define kIdLength (8)

static int gArmed = 0;

/* The first `length` bytes of the buffer in argument 0. */
static uint8_t *bytesOf(xsMachine *the, xsUnsignedValue length)
{
	void *bytes;
	xsUnsignedValue available;

	xsmcGetBufferReadable(xsArg(0), &bytes, &available);
	if (length > available)
		xsRangeError("flash: buffer too short");
	return bytes;
}

void xs_meetkit_flash_read(xsMachine *the)
{
	int length = xsmcToInteger(xsArg(1)), address = xsmcToInteger(xsArg(2));

	if (!modSPIRead(address, length, bytesOf(the, length)))
		xsUnknownError("flash: read failed");
}

void xs_meetkit_flash_write(xsMachine *the)
{
	int length = xsmcToInteger(xsArg(1)), address = xsmcToInteger(xsArg(2));

	if (!modSPIWrite(address, length, bytesOf(the, length)))
		xsUnknownError("flash: write failed");
}

void xs_meetkit_flash_erase(xsMachine *the)
{
	if (!modSPIErase(xsmcToInteger(xsArg(0)), kFlashSectorSize))
		xsUnknownError("flash: erase failed");
}

void xs_meetkit_noise(xsMachine *the)
{
	uint32_t bits = 0;
	int i;

	for (i = 0; i < 32; i++) {
		bits = (bits << 1) | (rosc_hw->randombit & 1);
		busy_wait_us_32(2);		/* bits read at once would depend on each other */
	}
	xsmcSetNumber(xsResult, (double)bits);
}

void xs_meetkit_chip_id(xsMachine *the)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t id[kIdLength];
	char text[2 * kIdLength + 1];
	int i;

	pico_get_mac(id);
	for (i = 0; i < kIdLength; i++) {
		text[2 * i] = digits[id[i] >> 4];
		text[2 * i + 1] = digits[id[i] & 15];
	}
	text[2 * kIdLength] = 0;
	xsmcSetString(xsResult, text);
}

void xs_meetkit_bitten(xsMachine *the)
{
	xsmcSetBoolean(xsResult, watchdog_enable_caused_reboot());
}

void xs_meetkit_watchdog(xsMachine *the)
{
	if (gArmed)
		watchdog_update();
	else
		watchdog_enable(xsmcToInteger(xsArg(0)), 1);
	gArmed = 1;
}

void xs_meetkit_restart(xsMachine *the)
{
	watchdog_reboot(0, 0, 0);
}
