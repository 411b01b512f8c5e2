#pragma warning disable MCP9001, MCP9005, MCP9006 // Deprecated as of revision 2026-07-28; the suite asks for it all the same.
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static Integrations.Tests.EndToEnd.McpClients.Conformance.ConformanceAnswers;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Tools that answer with a question to the client first, as revision 2026-07-28 has it (SEP-2322): no session is needed for that.</summary>
[McpServerToolType]
internal static class ConformanceQuestions
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [McpServerTool(Name = "test_input_required_result_elicitation"), Description("Asks for a name.")]
    public static string Name(RequestContext<CallToolRequestParams> request) =>
        $"Hello, {Text(request.Params!, "user_name", "name") ?? throw Ask(null, ("user_name", Form("What is your name?", "name")))}!";

    [McpServerTool(Name = "test_input_required_result_sampling"), Description("Asks the client's model.")]
    public static string Model(RequestContext<CallToolRequestParams> request) =>
        Find(request.Params!, "capital_question")?.Deserialize(InputResponse.CreateMessageResultJsonTypeInfo)?.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text
        ?? throw Ask(null, ("capital_question", Sampling("What is the capital of France?", 100)));

    [McpServerTool(Name = "test_input_required_result_list_roots"), Description("Asks for the client's roots.")]
    public static string OfRoots(RequestContext<CallToolRequestParams> request) =>
        string.Join(' ', (Find(request.Params!, "client_roots")?.Deserialize(InputResponse.ListRootsResultJsonTypeInfo)?.Roots ?? throw Ask(null, ("client_roots", Roots()))).Select(root => root.Uri));

    [McpServerTool(Name = "test_input_required_result_request_state"), Description("Asks, and wants its state back.")]
    public static string State(RequestContext<CallToolRequestParams> request) => request.Params!.RequestState switch
    {
        null => throw Ask(Sealed("state"), ("confirm", YesOrNo("Please confirm", "ok"))),
        var state when state == Sealed("state") => "state-ok",
        _ => throw Tampered(),
    };

    [McpServerTool(Name = "test_input_required_result_tampered_state"), Description("Refuses a state that it did not give.")]
    public static string Guarded(RequestContext<CallToolRequestParams> request) => State(request);

    [McpServerTool(Name = "test_input_required_result_multiple_inputs"), Description("Asks three things at once.")]
    public static string Three(RequestContext<CallToolRequestParams> request) =>
        new[] { "user_name", "greeting", "client_roots" }.All(name => Find(request.Params!, name) is not null) && request.Params!.RequestState == Sealed("three")
            ? "All three are there."
            : throw Ask(Sealed("three"), ("user_name", Form("What is your name?", "name")), ("greeting", Sampling("Generate a greeting", 50)), ("client_roots", Roots()));

    [McpServerTool(Name = "test_input_required_result_multi_round"), Description("Asks twice.")]
    public static string Rounds(RequestContext<CallToolRequestParams> request) => request.Params!.RequestState switch
    {
        null => throw Ask(Sealed("one"), ("step1", Form("Step 1: What is your name?", "name"))),
        var state when state == Sealed("one") => throw Ask(Sealed("two"), ("step2", Form("Step 2: What is your favorite color?", "color"))),
        var state when state == Sealed("two") => "Done",
        _ => throw Tampered(),
    };

    [McpServerTool(Name = "test_input_required_result_capabilities"), Description("Asks only what the client can answer.")]
    public static string Able(RequestContext<CallToolRequestParams> request)
    {
        List<(string, InputRequest)> asked = [];
        if (request.Server.ClientCapabilities?.Elicitation is not null)
        {
            asked.Add(("user_name", Form("What is your name?", "name")));
        }

        if (request.Server.ClientCapabilities?.Sampling is not null)
        {
            asked.Add(("greeting", Sampling("Generate a greeting", 50)));
        }

        return request.Params!.InputResponses is null && asked.Count > 0 ? throw Ask(null, [.. asked]) : "Done";
    }

    [McpServerTool(Name = "test_missing_capability"), Description("Needs a client with a model.")]
    public static string Needs(RequestContext<CallToolRequestParams> request) => request.Server.ClientCapabilities?.Sampling is not null
        ? "Done"
        : throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new() }, "This tool asks the client's model.");

    [McpServerTool(Name = "test_streaming_elicitation"), Description("Answers on its stream, and asks nothing there.")]
    public static string Stream() => "Done";

    private static McpProtocolException Tampered() => new("The state is not the one that was given.", McpErrorCode.InvalidParams);

    private static string Sealed(string state) => $"{state}.{Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)))}";
}
