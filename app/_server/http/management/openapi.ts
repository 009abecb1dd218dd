import { z } from "zod";
import { permissions } from "@/lib/access/permissions";
import type { Endpoint } from "./endpoint";
import { bodySchemas, failure, replySchemas } from "./schemas";

type JsonSchema = Record<string, unknown>;

const refusals: Record<string, string> = {
  401: "No API key, or one that is not known",
  403: "The role of the API key does not allow it",
  404: "There is no such record",
  409: "Someone else changed it, or something still depends on it",
  413: "The body is larger than 6 MB",
  422: "Something in the request is not valid; `fields` says what",
};

const options = {
  uri: (id: string) => `#/components/schemas/${id}`,
  unrepresentable: "any",
  override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) {
    if (zodSchema._zod.def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
  },
} as const;

/** Named schemas, as what they accept (bodies) or as what they yield (replies). */
function components(): Record<string, JsonSchema> {
  const all = {
    ...z.toJSONSchema(bodySchemas, { ...options, io: "input" }).schemas,
    ...z.toJSONSchema(replySchemas, { ...options, io: "output" }).schemas,
  };
  return Object.fromEntries(
    Object.entries(all).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema as JsonSchema]),
  );
}

const reference = (registry: typeof bodySchemas, schema: z.ZodType, of: Endpoint) => {
  const id = registry.get(schema)?.id;
  if (!id) throw new Error(`${of.operationId} uses a schema without a name`);
  return { $ref: options.uri(id) };
};

function parameters({ path, query }: Endpoint) {
  const schema = query && (z.toJSONSchema(query, { io: "input", unrepresentable: "any" }) as JsonSchema);
  const properties = (schema?.properties ?? {}) as Record<string, JsonSchema>;
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...Object.entries(properties).map(([name, { description, ...rest }]) => ({
      name,
      in: "query",
      required: false,
      ...(description ? { description } : {}),
      schema: rest,
    })),
  ];
}

function operation(endpoint: Endpoint) {
  const { operationId, summary, description, permission, body, reply, status = 200, examples, path } = endpoint;
  const error = { "application/json": { schema: reference(replySchemas, failure, endpoint) } };
  const content = reply && { "application/json": { schema: reference(replySchemas, reply, endpoint) } };
  const isWaited = endpoint.operationId === "fireWebhook";
  return {
    operationId,
    tags: [path.split("/")[path.startsWith("/inspector") ? 2 : 1]],
    summary,
    description: [description, `Needs the permission \`${permission}\` (${permissions[permission].toLowerCase()}).`]
      .filter(Boolean)
      .join("\n\n"),
    security: [{ apiKey: [] }],
    parameters: parameters(endpoint),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: reference(bodySchemas, body, endpoint),
                ...(examples ? { examples } : {}),
              },
            },
          },
        }
      : {}),
    responses: {
      ...(reply === null
        ? { 204: { description: "Done" } }
        : { [status]: { description: status === 201 ? "Created" : status === 202 ? "Accepted" : "OK", content } }),
      ...(isWaited ? { 200: { description: "The finished delivery (with wait)", content } } : {}),
      ...Object.fromEntries(
        Object.entries(refusals)
          .filter(([code]) => code !== "413" || body)
          .map(([code, text]) => [code, { description: text, content: error }]),
      ),
    },
  };
}

/** The OpenAPI 3.1 document of the management API, from the schemas that check its requests. */
export function openApiDocument(endpoints: readonly Endpoint[], publicUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {};
    path[endpoint.method] = operation(endpoint);
    paths[endpoint.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Hookdesk management API",
      version: "1",
      description: "Tickets, webhooks, deliveries and everything an administrator sets up, for scripts and tests.",
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "An API key, made under Administration › API keys or with POST /api-keys",
        },
      },
      schemas: components(),
    },
  };
}
