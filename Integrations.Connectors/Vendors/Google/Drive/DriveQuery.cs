using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary>Between Drive's words and ours.</summary>
internal static class DriveQuery
{
    public const string File = "file";
    public const string Folder = "folder";

    private const string Parent = "parent";

    /// <summary>Fields that Drive itself can filter by.</summary>
    public static IReadOnlyList<string> Filters { get; } = [Parent, EntityFields.MimeType];

    /// <summary>Drive's query language; what people type is always quoted and escaped, or it could say anything.</summary>
    public static string Of(EntityQuery query)
    {
        var terms = new List<string> { "trashed = false" };
        if (!string.IsNullOrWhiteSpace(query.Text))
        {
            var text = Quote(query.Text.Trim());
            terms.Add($"(name contains {text} or fullText contains {text})");
        }

        if (query.Start is { } start)
        {
            terms.Add($"modifiedTime >= '{start.Iso()}'");
        }

        if (query.End is { } end)
        {
            terms.Add($"modifiedTime < '{end.Iso()}'");
        }

        if (query.Wants(File) != query.Wants(Folder))
        {
            terms.Add($"mimeType {(query.Wants(Folder) ? "=" : "!=")} '{DriveFile.FolderType}'");
        }

        if (query.Filters.TryGetValue(Parent, out var parent))
        {
            terms.Add($"{Quote(parent)} in parents");
        }

        if (query.Filters.TryGetValue(EntityFields.MimeType, out var type))
        {
            terms.Add($"mimeType = {Quote(type)}");
        }

        return string.Join(" and ", terms);
    }

    public static ExternalEntity? ToEntity(DriveFile file)
    {
        if (string.IsNullOrEmpty(file.Id))
        {
            return null;
        }

        var metadata = new JsonObject
        {
            [EntityFields.MimeType] = EntityText.Value(file.MimeType),
            [EntityFields.Size] = long.TryParse(file.Size, out var size) ? size : null,
            [EntityFields.CreatedAt] = VendorJson.ParseTime(file.CreatedTime).Iso(),
            [EntityFields.UpdatedAt] = VendorJson.ParseTime(file.ModifiedTime).Iso(),
            [EntityFields.Author] = EntityText.Value(file.Owners?.FirstOrDefault()?.Label),
            ["modifiedBy"] = EntityText.Value(file.LastModifyingUser?.Label),
            [Parent] = EntityText.Value(file.Parents?.FirstOrDefault()),
            ["downloadUrl"] = EntityText.Link(file.WebContentLink),
            ["shared"] = file.Shared,
            ["starred"] = file.Starred,
        };
        foreach (var empty in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(empty);
        }

        return new ExternalEntity(
            file.Id, file.MimeType == DriveFile.FolderType ? Folder : File, EntityText.Title(file.Name), EntityText.Description(file.Description), EntityText.Link(file.WebViewLink))
        {
            Metadata = metadata,
        };
    }

    private static string Quote(string text) => $"'{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
