using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Jira's things in our words.</summary>
/// <remarks>
/// Ids are <c>issue:{number}</c>, <c>project:{number}</c> and <c>user:{accountId}</c> (on Data Center the login). Keys change when an
/// issue moves; numbers do not. An account id may hold a colon itself, so ids are cut at the first one.
/// </remarks>
internal static class JiraEntities
{
    public const string Issue = "issue";
    public const string Project = "project";
    public const string User = "user";

    /// <summary>Links are made from the site's address: <c>self</c> leads through the gateway, where no browser can go.</summary>
    public static ExternalEntity? FromIssue(JsonElement item, JiraSite site)
    {
        if (item.Text("id") is not { } id || !IsNumber(id) || item.Text("key") is not { } key || !JiraApi.IssueKey().IsMatch(key))
        {
            return null;
        }

        // A field that is not on the project's screens is absent altogether.
        var fields = item.Member("fields") ?? default;
        return Entity($"issue:{id}", Issue, EntityText.Title($"{key} {fields.Text("summary")}", key), JiraDocument.ToText(fields.Member("description")), Web(site, $"browse/{key}"), new JsonObject
        {
            [EntityFields.Key] = key,
            [EntityFields.Container] = EntityText.Value(fields.Text("project", "key")),
            ["project"] = EntityText.Value(fields.Text("project", "name")),
            [EntityFields.Status] = EntityText.Value(fields.Text("status", "name")),
            ["statusCategory"] = EntityText.Value(fields.Text("status", "statusCategory", "key")),
            ["issueType"] = EntityText.Value(fields.Text("issuetype", "name")),
            ["priority"] = EntityText.Value(fields.Text("priority", "name")),
            [EntityFields.Assignee] = EntityText.Value(fields.Text("assignee", "displayName")),
            ["assigneeId"] = EntityText.Value(fields.Text("assignee", "accountId") ?? fields.Text("assignee", "name")),
            [EntityFields.Author] = EntityText.Value(fields.Text("reporter", "displayName")),
            [EntityFields.Labels] = new JsonArray([.. fields.Texts("labels").Take(100).Select(label => (JsonNode?)EntityText.Value(label))]),
            ["dueDate"] = EntityText.Value(fields.Text("duedate")),
            [EntityFields.CreatedAt] = JiraApi.Time(fields.Text("created")).Iso(),
            [EntityFields.UpdatedAt] = JiraApi.Time(fields.Text("updated")).Iso(),
        });
    }

    public static ExternalEntity? FromProject(JsonElement item, JiraSite site) =>
        item.Text("id") is not { } id || !IsNumber(id) || item.Text("key") is not { } key || !JiraApi.ProjectKey().IsMatch(key) ? null : Entity(
            $"project:{id}", Project, EntityText.Title(item.Text("name"), key), item.Text("description"), Web(site, $"browse/{key}"), new JsonObject
            {
                [EntityFields.Key] = key,
                ["projectType"] = EntityText.Value(item.Text("projectTypeKey")),
                ["style"] = EntityText.Value(item.Text("style")),
                ["private"] = item.Member("isPrivate") is null ? null : item.Flag("isPrivate"),
                [EntityFields.AvatarUrl] = EntityText.Link(item.Text("avatarUrls", "48x48")),
            });

    public static ExternalEntity? FromUser(JsonElement item, JiraSite site)
    {
        if ((site.IsDataCenter ? item.Text("name") : item.Text("accountId")) is not { } id || !IsAccount(id))
        {
            return null;
        }

        var page = site.IsDataCenter ? $"secure/ViewProfile.jspa?name={Uri.EscapeDataString(id)}" : $"jira/people/{Uri.EscapeDataString(id)}";
        return Entity($"user:{id}", User, EntityText.Title(item.Text("displayName"), id), null, Web(site, page), new JsonObject
        {
            [EntityFields.Username] = id,
            [EntityFields.Email] = EntityText.Value(item.Text("emailAddress")),
            [EntityFields.AvatarUrl] = EntityText.Link(item.Text("avatarUrls", "48x48")),
            ["active"] = item.Flag("active"),
            [EntityFields.TimeZone] = EntityText.Value(item.Text("timeZone")),
        });
    }

    /// <summary>Bots and former colleagues are left out of searches for people.</summary>
    public static bool IsPerson(JsonElement item) => item.Flag("active") && item.Text("accountType") is null or "atlassian";

    public static bool IsNumber(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit);

    /// <summary>What account ids and logins consist of.</summary>
    public static bool IsAccount(string text) => text.Length is > 0 and <= 128 && text.All(c => char.IsLetterOrDigit(c) || c is ':' or '-' or '_' or '.' or '@');

    /// <summary>Where people look at a comment.</summary>
    public static string? CommentUrl(JiraSite site, string key, string commentId) => Web(site, $"browse/{key}?focusedCommentId={Uri.EscapeDataString(commentId)}");

    public static string? Web(JiraSite site, string path) => EntityText.Link(site.Web is { } web ? $"{web}/{path}" : null);

    private static ExternalEntity Entity(string id, string type, string title, string? description, string? url, JsonObject metadata)
    {
        foreach (var empty in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(empty);
        }

        return new ExternalEntity(id, type, title, EntityText.Description(description), url) { Metadata = metadata };
    }
}
