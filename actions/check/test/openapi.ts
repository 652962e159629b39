import { Ajv, type ValidateFunction } from "ajv";
import formatsPlugin from "ajv-formats";

// Judges requests and answers by an OpenAPI 3.0 description.

// biome-ignore lint/suspicious/noExplicitAny: descriptions are what they are.
type Json = Readonly<Record<string, any>>;

export interface Operation {
  /** `/repos/{owner}/{repo}/…` */
  readonly template: string;
  /** What stands in the path's holes. */
  readonly parameters: Record<string, string>;
  faultsOfRequest(query: URLSearchParams, body: unknown): string[];
  faultsOfAnswer(status: number, body: unknown): string[];
}

export class Description {
  private readonly ajv: Ajv;
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly spec: Json) {
    this.ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
    formatsPlugin.default(this.ajv);
    this.ajv.addSchema({ $id: "api", ...(draft7(spec) as Json) });
  }

  find(method: string, path: string): Operation | undefined {
    for (const [template, item] of Object.entries<Json>(this.spec.paths)) {
      // A file's path fills its hole with slashes and all.
      const pattern = template.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${name === "path" ? ".+" : "[^/]+"})`);
      const found = new RegExp(`^${pattern}$`).exec(path);
      if (!found || !item[method]) continue;
      const parameters = Object.fromEntries(
        Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
      );
      return this.operation(template, method, item[method], parameters);
    }
    return undefined;
  }

  private operation(template: string, method: string, operation: Json, parameters: Record<string, string>): Operation {
    const at = `api#/paths/${escapePointer(template)}/${method}`;
    const name = `${method} ${template}`;
    const declared = (operation.parameters ?? []).map((parameter: Json) => this.resolve(parameter));
    return {
      template,
      parameters,
      faultsOfRequest: (query, body) => {
        const faults: string[] = [];
        for (const { name: key, in: where, schema, required } of declared) {
          const text = where === "path" ? parameters[key] : where === "query" ? query.get(key) : undefined;
          if (where === "header") continue;
          if (text === null || text === undefined) {
            if (required) faults.push(`${name}: ${key} is missing`);
            continue;
          }
          const value = schema?.type === "integer" ? Number(text) : text;
          if (!this.ajv.validate(schema, value)) faults.push(`${name}: ${key} ${this.ajv.errorsText()}`);
        }
        const known = new Set(declared.filter((one: Json) => one.in === "query").map((one: Json) => one.name));
        for (const key of query.keys()) if (!known.has(key)) faults.push(`${name}: there is no parameter ${key}`);
        const schema = operation.requestBody?.content?.["application/json"]?.schema;
        if (schema && body !== undefined)
          faults.push(...this.faults(`${at}/requestBody/content/application~1json/schema`, body, name));
        else if (schema && operation.requestBody.required) faults.push(`${name}: the body is missing`);
        return faults;
      },
      faultsOfAnswer: (status, body) => {
        const answer = operation.responses[status];
        if (!answer) return [`${name}: never answers ${status}`];
        const [type] = Object.keys(answer.content ?? {});
        if (!type) return [];
        return this.faults(`${at}/responses/${status}/content/${escapePointer(type)}/schema`, body, `${name} answers`);
      },
    };
  }

  private faults(pointer: string, value: unknown, name: string): string[] {
    let validate = this.compiled.get(pointer);
    if (!validate) {
      validate = this.ajv.compile({ $ref: pointer });
      this.compiled.set(pointer, validate);
    }
    return validate(value) ? [] : [`${name}: ${this.ajv.errorsText(validate.errors).slice(0, 500)}`];
  }

  private resolve(value: Json): Json {
    if (typeof value.$ref !== "string") return value;
    const [, ...parts] = value.$ref.split("/");
    return parts.reduce((at: Json, part: string) => at[part], this.spec);
  }
}

const escapePointer = (text: string): string => encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));

/** OpenAPI 3.0 says `nullable` for what JSON Schema says by a type. */
function draft7(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(draft7);
  if (typeof value !== "object" || value === null) return value;
  const { nullable, ...rest } = value as Json;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, draft7(item)]));
  return nullable === true ? { anyOf: [{ type: "null" }, schema] } : schema;
}
