using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Events;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Declarative;

/// <summary>A provider as a file: today's manifest, and an <c>api</c> section that says how its API is called (docs/connectors.md).</summary>
public sealed class ProviderFile
{
    /// <summary>Members that the manifest itself does not have.</summary>
    private static readonly string[] Beside = ["$schema", "api", "sources", "leavesOut"];

    /// <summary>What a flow says by itself (RFC 6749, RFC 7636): a file that set one of these could ask for other rights than it shows, or without proof.</summary>
    private static readonly string[] OfTheFlow =
        ["response_type", "client_id", "client_secret", "redirect_uri", "state", "scope", "code", "code_challenge", "code_challenge_method", "code_verifier", "grant_type", "refresh_token"];

    /// <summary>Changes come from the vendor; none go there by themselves.</summary>
    private const string Inward = "inbound";

    private static readonly Lazy<FileSchema> Schema = new(FileSchema.Load);

    private ProviderFile(ProviderManifest manifest, ApiPlan api, IReadOnlyList<ProviderSource> sources, IReadOnlyList<string> leavesOut) =>
        (Manifest, Api, Sources, LeavesOut) = (manifest, api, sources, leavesOut);

    /// <summary>What the catalog knows of the provider: the file without <c>$schema</c>, <c>api</c>, <c>sources</c> and <c>leavesOut</c>.</summary>
    public ProviderManifest Manifest { get; }

    /// <summary>The vendor's pages that it rests on, and when they were read.</summary>
    public IReadOnlyList<ProviderSource> Sources { get; }

    /// <summary>What the vendor has and the file does not, each as a sentence.</summary>
    public IReadOnlyList<string> LeavesOut { get; }

    /// <summary>The names of what can be done.</summary>
    public IReadOnlyList<string> Actions => [.. Api.Actions.Select(action => action.Descriptor.Name)];

    /// <summary>The names of the entities whose changes are pulled.</summary>
    public IReadOnlyList<string> Synchronized => [.. Api.Entities.Where(entity => entity.Sync is not null).Select(entity => entity.Name)];

    /// <summary>
    /// How deliveries of the vendor's events are proven, such as <c>HMAC-SHA256 of {timestamp}.{body} in Stripe-Signature, 300 s</c>, and behind
    /// that which requests before them are answered, each in one line; empty where the file says nothing of events.
    /// </summary>
    public IReadOnlyList<string> EventProof => Api.Events is { } events ? [events.Proof.Text, .. events.Challenges.Select(challenge => challenge.Text)] : [];

    /// <summary>What the hosts of typed addresses have to end with, such as <c>.zendesk.com</c>; an address of which none is said may be anyone's.</summary>
    public IReadOnlyList<string> Sites => [.. Api.Sites.Values.Distinct(StringComparer.Ordinal)];

    /// <summary>The file takes events of which nothing proves that they are the vendor's.</summary>
    public bool TakesUnprovenEvents => Api.Events?.Proof is NoProof;

    internal ApiPlan Api { get; }

    /// <summary>Reads a file; whatever its bytes are, what is wrong is told and nothing is thrown.</summary>
    /// <returns>Null when there are problems.</returns>
    public static ProviderFile? Read(ReadOnlySpan<byte> bytes, out IReadOnlyList<FileProblem> problems)
    {
        var found = new List<FileProblem>();
        problems = found;
        if (FileReader.Read(bytes, found) is not { } root)
        {
            return null;
        }

        bytes = bytes.StartsWith(System.Text.Encoding.UTF8.Preamble) ? bytes[System.Text.Encoding.UTF8.Preamble.Length..] : bytes;
        Schema.Value.Check(root, JsonElement.Parse(bytes), found);
        if (found.Count > 0 || ManifestOf(bytes, root, found) is not { } manifest)
        {
            return null;
        }

        var api = new ApiReader(manifest, found).Read(root.Find("api")!);
        CheckManifest(manifest, root, found);
        CheckPurposes(manifest, api, root, found);
        return found.Count > 0 || api is null ? null : new ProviderFile(
            manifest, api,
            [.. root.Find("sources")!.Items.Select(source => new ProviderSource(source.FindText("page")!, source.FindText("read")!, source.FindText("for")!))],
            root.FindTexts("leavesOut"));
    }

    private static ProviderManifest? ManifestOf(ReadOnlySpan<byte> bytes, FileNode root, List<FileProblem> problems)
    {
        try
        {
            var members = JsonNode.Parse(bytes)!.AsObject();
            Array.ForEach(Beside, name => members.Remove(name));
            var manifest = members.Deserialize<ProviderManifest>(ProviderManifest.Json);
            return manifest is null ? null : manifest with
            {
                // Said once, in the api section.
                SupportsRealtime = root.Find("api")!.Find("events") is not null,
                SupportedSyncDirections = (root.Find("api")!.Find("entities")?.Members ?? []).Exists(entity => entity.Value.Find("sync") is not null) ? [Inward] : [],
            };
        }
        catch (JsonException exception)
        {
            problems.Add(root.Wrong($"A member of the manifest has the wrong form at {exception.Path}."));
            return null;
        }
    }

    private static void CheckManifest(ProviderManifest manifest, FileNode root, List<FileProblem> problems)
    {
        if (manifest.Problem() is { } problem)
        {
            problems.Add(root.Wrong(problem));
        }

        foreach (var twice in manifest.Auth.GroupBy(method => method.Kind, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(root.Find("auth")!.Wrong($"There are two ways to connect of the kind '{twice.Key}'."));
        }

        foreach (var method in root.Find("auth")!.Items.Where(method => method.FindText("kind") == AuthKinds.OAuth2 != method.Find("oAuth") is not null))
        {
            problems.Add(method.Wrong("A way to connect of the kind oauth2 has an 'oAuth' member, and no other has one."));
        }

        foreach (var method in root.Find("auth")!.Items)
        {
            CheckFlow(method, manifest.Method(method.FindText("kind") ?? "")?.OAuth, problems);
            foreach (var field in (method.Find("fields")?.Items ?? []).Where(field => field.Find("default") is not null && (field.FindText("type") == "url" || field.Flag("secret"))))
            {
                problems.Add(field.Wrong("A secret or an address has no default: a person types it."));
            }
        }

        var events = root.Find("api")!.Find("events");
        if (events is not null != manifest.Inbound is not null)
        {
            problems.Add((events ?? root.Find("inbound")!).Wrong("Events need both: 'inbound', which says to people how they are set up, and 'events' in the api section, which says how they are read."));
        }

        foreach (var mapping in manifest.EntityMappings.Where(mapping => manifest.Entities.All(entity => entity.Name != mapping.Entity)))
        {
            problems.Add(root.Find("entityMappings")!.Wrong($"There is no entity '{mapping.Entity}'."));
        }
    }

    private static void CheckPurposes(ProviderManifest manifest, ApiPlan? api, FileNode root, List<FileProblem> problems)
    {
        var node = root.Find("auth")!.Items.Select(method => method.Find("oAuth")?.Find("scopes")).FirstOrDefault(scopes => scopes is not null);
        if (api is null || node is null || manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } oauth)
        {
            return;
        }

        var (entities, actions) = (manifest.Entities.Select(entity => entity.Name).ToList(), api.Actions.Select(action => action.Descriptor.Name).ToList());
        foreach (var problem in Purposes.Problems(oauth, entities, actions, manifest.Inbound is not null))
        {
            problems.Add(node.Wrong(problem));
        }
    }

    private static void CheckFlow(FileNode method, OAuthManifest? oauth, List<FileProblem> problems)
    {
        if (oauth is null || method.Find("oAuth") is not { } node)
        {
            return;
        }

        foreach (var address in new[] { oauth.AuthorizationUrl, oauth.TokenUrl, oauth.Revocation?.Url }.OfType<string>().Where(address => !Uri.TryCreate(address, UriKind.Absolute, out _)))
        {
            problems.Add(node.Wrong($"{FileProblem.Quote(address)} is no address."));
        }

        foreach (var name in oauth.AuthorizationParameters.Keys.Concat(oauth.TokenParameters.Keys)
                     .Where(name => OfTheFlow.Contains(name, StringComparer.OrdinalIgnoreCase) || string.Equals(name, oauth.ScopeParameter, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(node.Wrong($"The parameter {FileProblem.Quote(name)} is the flow's own, and cannot be set."));
        }
    }
}
