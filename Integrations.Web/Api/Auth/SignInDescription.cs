using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Auth;

/// <summary>
/// Sign-in of programs in the descriptions: a document of its own, since OAuth libraries speak it and the hub's clients do not. What OpenIddict reads and
/// answers has no records here that could describe it, so it stands in a file; a test compares it with what is answered.
/// </summary>
internal static class SignInDescription
{
    public const string Document = "oauth";

    private const string Resource = "SignIn.openapi.json";
    private const string Metadata = ".well-known/";

    /// <summary>What describes itself: the metadata and the keys.</summary>
    public static bool Includes(ApiDescription description) => description.RelativePath?.StartsWith(Metadata, StringComparison.Ordinal) == true;

    /// <summary>Adds what does not, and says that none of it takes a token.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        var written = Read();
        foreach (var (path, item) in written.Paths)
        {
            document.Paths[path] = item;
        }

        var components = document.Components ??= new OpenApiComponents();
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        foreach (var (name, schema) in written.Components?.Schemas ?? throw new InvalidOperationException($"{Resource} describes no error."))
        {
            components.Schemas[name] = schema;
        }

        components.Responses = written.Components.Responses;
        components.SecuritySchemes = written.Components.SecuritySchemes;
        document.Security = null;
    }

    private static OpenApiDocument Read()
    {
        using var file = typeof(SignInDescription).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the program.");
        using var text = new StreamReader(file);
        var read = OpenApiDocument.Parse(text.ReadToEnd(), OpenApiConstants.Json);
        return read is { Document: { } document, Diagnostic.Errors: [] }
            ? document
            : throw new InvalidOperationException($"{Resource}: {string.Join(", ", read.Diagnostic?.Errors.Select(error => error.ToString()) ?? [])}");
    }
}
