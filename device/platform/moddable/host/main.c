/* C main of the headless program (-p x-cli-lin): runs the main module once, pumping its promises. */
#include "xsAll.h"
#include "xs.h"
#include "mc.xs.h"

static int gStatus = 1;

void fxAbort(xsMachine *the, int status)
{
	fprintf(stderr, "# XS abort %d\n", status);
	exit(status ? status : 1);
}

void xs_host_print(xsMachine *the)
{
	fputs(xsToString(xsArg(0)), stdout);
	fputc('\n', stdout);
}

void xs_host_exit(xsMachine *the)
{
	gStatus = xsToInteger(xsArg(0));
}

int main(int argc, char *argv[])
{
	static txMachine root;
	txPreparation *preparation = xsPreparation();
	xsMachine *machine;

	memset(&root, 0, sizeof(root));
	root.preparation = preparation;
	root.keyArray = preparation->keys;
	root.keyCount = (txID)preparation->keyCount + (txID)preparation->creation.initialKeyCount;
	root.keyIndex = (txID)preparation->keyCount;
	root.nameModulo = preparation->nameModulo;
	root.nameTable = preparation->names;
	root.symbolModulo = preparation->symbolModulo;
	root.symbolTable = preparation->symbols;
	root.stack = &preparation->stack[0];
	root.stackBottom = &preparation->stack[0];
	root.stackTop = &preparation->stack[preparation->stackCount];
	root.firstHeap = &preparation->heap[0];
	root.freeHeap = &preparation->heap[preparation->heapCount - 1];
	root.aliasCount = (txID)preparation->aliasCount;

	machine = fxCloneMachine(&preparation->creation, &root, "meetkit", NULL);
	if (!machine)
		return 1;
	xsBeginHost(machine);
	{
		xsTry {
			xsResult = xsAwaitImport(preparation->main, XS_IMPORT_NAMESPACE);
		}
		xsCatch {
			fprintf(stderr, "meetkit: %s\n", xsToString(xsException));
		}
	}
	xsEndHost(machine);
	xsDeleteMachine(machine);
	return gStatus;
}
