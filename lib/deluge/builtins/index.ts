import { hostTasks } from "../tasks/host-tasks";
import { invokeurl } from "../tasks/invokeurl";
import { sendmail } from "../tasks/sendmail";
import type { Builtin, FreeFunction, SystemVariable, Task } from "./builtin";
import { checkFunctions, checks } from "./checks";
import { collection } from "./collection";
import { conversion } from "./conversion";
import { dateArithmetic } from "./date-arithmetic";
import { dateBetween } from "./date-between";
import { dateBusiness } from "./date-business";
import { dateConversion } from "./date-conversion";
import { dateParts } from "./date-parts";
import { encodingBuiltins, encodingFunctions } from "./encoding";
import { encryptionFunctions } from "./encryption";
import { fileBuiltins, fileFunctions } from "./file";
import { json } from "./json";
import { list } from "./list";
import { listOrder } from "./list-order";
import { listStatistics } from "./list-statistics";
import { map } from "./map";
import { numbers } from "./number";
import { numberRound } from "./number-round";
import { numberWords } from "./number-words";
import { openUrl } from "./open-url";
import { systemVariables as hostVariables } from "./system";
import { textMake } from "./text-make";
import { textParts } from "./text-parts";
import { textReplace } from "./text-replace";
import { textSearch } from "./text-search";
import { webFunctions } from "./web";
import { xmlBuiltins } from "./xml";

/** The whole library: one line per area (spec/deluge.md §7–§9). */
export const builtins: readonly Builtin[] = [
  ...[...textSearch, ...textParts, ...textReplace, ...textMake, ...numbers, ...numberRound, ...numberWords],
  ...[...list, ...listOrder, ...listStatistics, ...map, ...collection, ...json, ...conversion, ...checks],
  ...[...dateArithmetic, ...dateParts, ...dateBetween, ...dateBusiness, ...dateConversion],
  ...[...encodingBuiltins, ...fileBuiltins, ...xmlBuiltins],
];

export const freeFunctions: readonly FreeFunction[] = [
  ...[...encodingFunctions, ...encryptionFunctions, ...fileFunctions, ...webFunctions, ...openUrl, ...checkFunctions],
];

export const systemVariables: readonly SystemVariable[] = hostVariables;

export const tasks: readonly Task[] = [invokeurl, sendmail, ...hostTasks];
