using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>Prompts that the conformance suite gets by name; the hub itself has none.</summary>
[McpServerPromptType]
internal static class ConformancePrompts
{
    [McpServerPrompt(Name = "test_simple_prompt"), Description("A text.")]
    public static string Simple() => "This is a simple prompt for testing.";

    [McpServerPrompt(Name = "test_prompt_with_arguments"), Description("A text of two arguments.")]
    public static string Of([Description("The first.")] string arg1, [Description("The second.")] string arg2) => $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'";

    [McpServerPrompt(Name = "test_prompt_with_embedded_resource"), Description("A resource and a text.")]
    public static IEnumerable<PromptMessage> Embedded([Description("Which.")] string resourceUri) =>
    [
        Said(new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing." } }),
        Said(new TextContentBlock { Text = "Please process the embedded resource above." }),
    ];

    [McpServerPrompt(Name = "test_prompt_with_image"), Description("A picture and a text.")]
    public static IEnumerable<PromptMessage> Image() =>
    [
        Said(ImageContentBlock.FromBytes(ConformanceContents.Picture, "image/png")),
        Said(new TextContentBlock { Text = "Please analyze the image above." }),
    ];

    [McpServerPrompt(Name = "test_input_required_result_prompt"), Description("Asks its person first.")]
    public static GetPromptResult Asking(RequestContext<GetPromptRequestParams> request)
    {
        var context = ConformanceAnswers.Text(request.Params!, "user_context", "context")
            ?? throw ConformanceAnswers.Ask(null, ("user_context", ConformanceAnswers.Form("What context should the prompt use?", "context")));
        return new GetPromptResult { Messages = [Said(new TextContentBlock { Text = $"Use this context: {context}" })] };
    }

    private static PromptMessage Said(ContentBlock content) => new() { Role = Role.User, Content = content };
}
