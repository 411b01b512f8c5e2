#pragma warning disable MCP9001, MCP9005, MCP9006 // Deprecated as of revision 2026-07-28; the suite asks for it all the same.
using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>What tools and prompts of the conformance suite ask of the client before they answer, and what came back.</summary>
internal static class ConformanceAnswers
{
    public static InputRequest Form(string message, string member) => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>(StringComparer.Ordinal) { [member] = new ElicitRequestParams.StringSchema() },
            Required = [member],
        },
    });

    public static InputRequest YesOrNo(string message, string member) => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>(StringComparer.Ordinal) { [member] = new ElicitRequestParams.BooleanSchema() },
            Required = [member],
        },
    });

    public static InputRequest Sampling(string text, int tokens) => InputRequest.ForSampling(Message(text, tokens));

    public static InputRequest Roots() => InputRequest.ForRootsList(new ListRootsRequestParams());

    public static CreateMessageRequestParams Message(string text, int tokens) =>
        new() { Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = text }] }], MaxTokens = tokens };

    public static InputRequiredException Ask(string? state, params (string Name, InputRequest Request)[] requests) =>
        new(requests.ToDictionary(request => request.Name, request => request.Request, StringComparer.Ordinal), state);

    /// <summary>Null for what was not answered, and for what is no answer.</summary>
    public static InputResponse? Find(RequestParams given, string name) =>
        given.InputResponses?.TryGetValue(name, out var response) == true && response.RawValue.ValueKind == JsonValueKind.Object ? response : null;

    /// <summary>One member of a form that was filled in; null where there is none.</summary>
    public static string? Text(RequestParams given, string name, string member) =>
        Find(given, name)?.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Content?.TryGetValue(member, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
