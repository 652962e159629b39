/**
 * The folder of the module that a call means. Local ones lie beside the caller; for others Terraform's manifest, where it
 * is at hand, tells where they were put.
 */
export function resolveModule(
  address: string | undefined,
  callerFolder: string,
  rootFolder: string,
  dottedPath: string,
  manifest: ReadonlyMap<string, string>,
): string | undefined {
  if (address === undefined) return undefined;
  if (/^\.{1,2}(?:\/|$)/.test(address)) return normalized(callerFolder === "" ? address : `${callerFolder}/${address}`);
  const folder = manifest.get(dottedPath);
  return folder === undefined ? undefined : normalized(rootFolder === "" ? folder : `${rootFolder}/${folder}`);
}

/** Without `.` and `..`, as far as those lead to something. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else parts.push(part);
  }
  return (path.startsWith("/") ? "/" : "") + parts.join("/");
}

/** `.terraform/modules/modules.json`: dotted path of a call to its folder, relative to the root module. */
export function readManifest(bytes: Uint8Array | undefined): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  if (!bytes) return folders;
  let manifest: unknown;
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Terraform writes it; one that can't be read tells nothing.
    return folders;
  }
  const modules = (manifest as { Modules?: unknown } | null)?.Modules;
  if (!Array.isArray(modules)) return folders;
  for (const entry of modules) {
    const { Key: key, Dir: dir } = (entry ?? {}) as { Key?: unknown; Dir?: unknown };
    if (typeof key === "string" && typeof dir === "string" && key !== "" && !dir.startsWith("/")) folders.set(key, dir);
  }
  return folders;
}
