using System.Text;

namespace Integrations.Client.Generator;

/// <summary>The methods of one surface, those of one tag.</summary>
internal static class SurfaceWriter
{
    /// <summary>The type of a body that can be anything.</summary>
    public const string Content = "HttpContent?";
    private const string Indent = "    ";

    public static string Write(ApiDocument api, Surface surface, IReadOnlyList<ApiOperation> operations)
    {
        var methods = operations.Select(operation => Method(api, operation) + (PageWriter.Write(api, operation) is { } pages ? "\n" + pages : ""));
        return new StringBuilder(CSharp.Head).Append("""
            using System.Net.Http;
            using System.Text.Json.Nodes;
            using Integrations.Client.Models;

            namespace Integrations.Client;

            """).Append($"\npublic sealed partial class {surface.Name}Api\n{{\n").AppendJoin('\n', methods).Append("}\n").ToString();
    }

    /// <summary>What the caller gets from an answer.</summary>
    public static string ResultOf(ApiDocument api, ApiOperation operation) => operation.Answer.Kind switch
    {
        AnswerKind.Empty => "HubResult",
        AnswerKind.Redirect => "HubResult<Uri>",
        AnswerKind.Raw => "HubResult<HttpResponseMessage>",
        _ => $"HubResult<{CSharp.TypeOf(api.Unwrapped(operation.Answer.Model!))}>",
    };

    /// <summary>The type of a body; with a question mark where it may be left out.</summary>
    public static string BodyOf(ApiOperation operation) => operation.Body switch
    {
        { Count: 0 } => Content,
        _ when operation.IsBodyRequired => CSharp.TypeOf(operation.Body!),
        _ => CSharp.Nullable(CSharp.TypeOf(operation.Body!)),
    };

    public static string TypeOf(ApiParameter parameter) =>
        parameter.Place == "path" ? IsId(parameter) ? "HubId" : "string"
        : parameter.IsRequired ? CSharp.TypeOf(parameter.Schema)
        : CSharp.Nullable(CSharp.TypeOf(parameter.Schema));

    /// <summary>Path, what is required, the body, and then what may be left out.</summary>
    public static IReadOnlyList<ApiParameter> Ordered(ApiOperation operation) =>
        [.. operation.Parameters.OrderBy(parameter => parameter.Place switch { "path" => 0, "query" when parameter.IsRequired => 1, "query" => 2, _ => 3 })];

    /// <summary>The comments that a method and its stream share.</summary>
    public static string Comments(ApiOperation operation, IEnumerable<ApiParameter> parameters, string returns)
    {
        var code = new StringBuilder();
        code.Append(CSharp.Comment(Indent, "summary", CSharp.Escape($"{operation.Summary?.TrimEnd('.')}.")));
        code.Append(CSharp.Comment(Indent, "remarks", $"<c>{operation.Method} {operation.Path}</c>. {CSharp.Escape(operation.Description ?? "")}".TrimEnd()));
        foreach (var parameter in parameters.Where(parameter => parameter.Description is not null))
        {
            code.Append(CSharp.Comment(Indent, "param", CSharp.Escape(parameter.Description!), $" name=\"{parameter.Variable}\""));
        }

        return code.Append(CSharp.Comment(Indent, "returns", returns)).ToString();
    }

    private static string Method(ApiDocument api, ApiOperation operation)
    {
        var ordered = Ordered(operation);
        var given = ordered.Where(parameter => parameter.Place == "path" || parameter.IsRequired).Select(parameter => $"{TypeOf(parameter)} {parameter.Variable}").ToList();
        if (operation.Body is not null)
        {
            given.Add($"{BodyOf(operation)} body{(BodyOf(operation).EndsWith('?') ? " = null" : "")}");
        }

        given.AddRange(ordered.Where(parameter => parameter.Place != "path" && !parameter.IsRequired).Select(parameter => $"{TypeOf(parameter)} {parameter.Variable} = null"));
        given.AddRange(["HubCall? call = null", "CancellationToken cancellationToken = default"]);
        var returns = operation.Answer.Kind == AnswerKind.Raw ? "What was answered, to be disposed of; or why the hub refused." : "What was answered, or the error.";
        return Comments(operation, ordered, returns)
            + $"{Indent}public Task<{ResultOf(api, operation)}> {operation.Name}Async({string.Join(", ", given)}) =>\n"
            + $"{Indent}{Indent}_sender.{Sending(api, operation)};\n";
    }

    private static string Sending(ApiDocument api, ApiOperation operation)
    {
        var request = new StringBuilder($"new HubRequest(HttpMethod.{CSharp.Pascal(operation.Method.ToLowerInvariant())}, \"{operation.Path}\")");
        foreach (var parameter in operation.Parameters)
        {
            var name = parameter.Place switch
            {
                "path" when operation.Answer.Kind == AnswerKind.Raw && parameter.Name == "path" => "VendorPath",
                "path" => "Route",
                "query" => "Query",
                "header" => "Header",
                _ => throw new NotSupportedException(parameter.Place),
            };
            request.Append($".{name}(\"{parameter.Name}\", {parameter.Variable})");
        }

        if (operation.Body is not null)
        {
            request.Append(BodyOf(operation) == Content ? ".Body(body)" : $".Body(body, HubJson.Default.{BodyOf(operation).TrimEnd('?')})");
        }

        request.Append(".With(call)");
        return operation.Answer.Kind switch
        {
            AnswerKind.Empty => $"SendAsync({request}, cancellationToken)",
            AnswerKind.Redirect => $"RedirectAsync({request}, cancellationToken)",
            AnswerKind.Raw => $"RawAsync({request}, cancellationToken)",
            _ when api.IsEnvelope(operation.Answer.Model!) => $"SendAsync({request}, HubJson.Default.{operation.Answer.Model}, answer => answer.Data, cancellationToken)",
            _ => $"SendAsync({request}, HubJson.Default.{operation.Answer.Model}, cancellationToken)",
        };
    }

    private static bool IsId(ApiParameter parameter) =>
        (string?)parameter.Schema["format"] == "uuid" || parameter.Name is "id" or "integrationId" or "webhookId" or "deliveryId" or "userId";
}
