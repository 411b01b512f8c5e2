using System.Text.Json;
using Integrations.Connectors.Http;
using Octokit.Internal;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>
/// Writes bodies as Octokit does, and reads answers to JSON elements. Octokit's own reader gives a whole page up over one name that is new to
/// an enumeration of its own, and ends the process over an answer that nests a hundred thousand times.
/// </summary>
internal sealed class GitHubJson : IJsonSerializer
{
    private static readonly JsonSerializerOptions Reading = new() { MaxDepth = VendorResponse.MaxJsonDepth };

    private readonly SimpleJsonSerializer _octokit = new();

    public string Serialize(object item) => _octokit.Serialize(item);

    public T Deserialize<T>(string json) => JsonSerializer.Deserialize<T>(json, Reading)!;
}
