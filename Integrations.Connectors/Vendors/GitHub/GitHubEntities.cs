using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>GitHub's things in our words.</summary>
/// <remarks>
/// Ids are <c>issue:owner:repo:number</c>, <c>pull:owner:repo:number</c>, <c>repo:owner:repo</c> and <c>user:login</c>: a colon
/// occurs in none of these names. Names can change; the numeric id in the metadata does not.
/// </remarks>
internal static class GitHubEntities
{
    public const string Issue = "issue";
    public const string PullRequest = "pull_request";
    public const string Repository = "repository";
    public const string User = "user";

    /// <summary>What a pull request in a list of issues does not tell.</summary>
    public static IReadOnlyCollection<string> UntoldByListing { get; } = ["head", "base"];

    public static ExternalEntity? FromIssue(JsonElement item)
    {
        var isPull = item.Member("pull_request") is not null || item.Member("head") is not null;
        if (item.Number("number") is not { } number || RepositoryOf(item) is not { } repository)
        {
            return null;
        }

        var assignees = item.Items("assignees").Select(a => EntityText.Value(a.Text("login"))).OfType<string>().ToList();
        var metadata = new JsonObject
        {
            [EntityFields.Key] = $"{repository}#{number}",
            [EntityFields.Container] = repository,
            ["number"] = number,
            [EntityFields.Status] = EntityText.Value(item.Text("state")),
            ["stateReason"] = EntityText.Value(item.Text("state_reason")),
            [EntityFields.Labels] = Strings(Labels(item)),
            [EntityFields.Author] = EntityText.Value(item.Text("user", "login")),
            [EntityFields.Assignee] = assignees.FirstOrDefault(),
            ["assignees"] = Strings(assignees),
            ["comments"] = item.Number("comments"),
            [EntityFields.CreatedAt] = item.Time("created_at").Iso(),
            [EntityFields.UpdatedAt] = item.Time("updated_at").Iso(),
            ["githubId"] = item.Number("id"),
            ["nodeId"] = EntityText.Value(item.Text("node_id")),
        };
        if (isPull)
        {
            metadata["draft"] = item.Flag("draft");
            metadata["merged"] = item.Flag("merged") || item.Text("merged_at") is not null || item.Text("pull_request", "merged_at") is not null;
            metadata["head"] = EntityText.Value(item.Text("head", "ref"));
            metadata["base"] = EntityText.Value(item.Text("base", "ref"));
        }

        return Entity(
            $"{(isPull ? "pull" : "issue")}:{repository.Replace('/', ':')}:{number}", isPull ? PullRequest : Issue,
            EntityText.Title(item.Text("title"), $"{repository}#{number}"), item.Text("body"), item.Text("html_url"), metadata);
    }

    public static ExternalEntity? FromRepository(JsonElement item) =>
        item.Text("full_name") is not { } name || !IsFullName(name) ? null : Entity(
            $"repo:{name.Replace('/', ':')}", Repository, EntityText.Title(name), item.Text("description"), item.Text("html_url"), new JsonObject
            {
                [EntityFields.Key] = name,
                ["visibility"] = EntityText.Value(item.Text("visibility")) ?? (item.Flag("private") ? "private" : "public"),
                ["language"] = EntityText.Value(item.Text("language")),
                ["defaultBranch"] = EntityText.Value(item.Text("default_branch")),
                ["archived"] = item.Flag("archived"),
                [EntityFields.CreatedAt] = item.Time("created_at").Iso(),
                [EntityFields.UpdatedAt] = item.Time("updated_at").Iso(),
                ["githubId"] = item.Number("id"),
                ["nodeId"] = EntityText.Value(item.Text("node_id")),
            });

    public static ExternalEntity? FromUser(JsonElement item) =>
        EntityText.Value(item.Text("login")) is not { } login ? null : Entity(
            $"user:{login}", User, EntityText.Title(item.Text("name"), login), item.Text("bio"), item.Text("html_url"), new JsonObject
            {
                [EntityFields.Username] = login,
                [EntityFields.Email] = EntityText.Value(item.Text("email")),
                [EntityFields.AvatarUrl] = EntityText.Link(item.Text("avatar_url")),
                ["accountType"] = EntityText.Value(item.Text("type")),
                ["githubId"] = item.Number("id"),
            });

    /// <summary>The address below the API's base for an id that search gave; null for any other text.</summary>
    public static Uri? AddressOf(string externalId) => externalId.Split(':') switch
    {
        ["issue", var owner, var repository, var number] when IsName(owner) && IsName(repository) && NumberOf(number) is { } issue => ApiUrls.Issue(owner, repository, issue),
        ["pull", var owner, var repository, var number] when IsName(owner) && IsName(repository) && NumberOf(number) is { } pull => ApiUrls.PullRequest(owner, repository, pull),
        ["repo", var owner, var repository] when IsName(owner) && IsName(repository) => ApiUrls.Repository(owner, repository),
        ["user", var login] when IsName(login) => ApiUrls.User(login),
        _ => null,
    };

    /// <summary>Whether a text is <c>owner/repository</c>, fit to stand in a path and in a search.</summary>
    public static bool IsFullName(string text) => text.Split('/') is [var owner, var repository] && IsName(owner) && IsName(repository);

    /// <summary>Letters, digits, hyphen, underscore and dot: what owners, repositories and logins consist of.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Issues do not name their repository; the end of <c>repository_url</c> does. Pull requests name it in their base.</summary>
    public static string? RepositoryOf(JsonElement item)
    {
        if ((item.Text("base", "repo", "full_name") ?? item.Text("repository", "full_name")) is { } name && IsFullName(name))
        {
            return name;
        }

        var address = item.Text("repository_url") ?? item.Text("url");
        var parts = address?.Split('/') ?? [];
        var at = Array.LastIndexOf(parts, "repos");
        return at >= 0 && parts.Length > at + 2 && IsName(parts[at + 1]) && IsName(parts[at + 2]) ? $"{parts[at + 1]}/{parts[at + 2]}" : null;
    }

    // The description allows plain texts among the label objects.
    private static IEnumerable<string?> Labels(JsonElement item) =>
        item.Items("labels").Select(label => EntityText.Value(label.Text("name"))).Concat(item.Texts("labels"));

    private static JsonArray Strings(IEnumerable<string?> texts) => [.. texts.OfType<string>().Take(100).Select(text => (JsonNode)text)];

    private static int? NumberOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ExternalEntity Entity(string id, string type, string title, string? description, string? url, JsonObject metadata)
    {
        foreach (var empty in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(empty);
        }

        return new ExternalEntity(id, type, title, EntityText.Description(description), EntityText.Link(url)) { Metadata = metadata };
    }
}
