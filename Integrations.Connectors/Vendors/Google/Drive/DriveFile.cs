using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

// What we read and write of Drive API v3; names and meanings are Google's. Anything may be missing.

internal sealed class DriveFile
{
    public const string FolderType = "application/vnd.google-apps.folder";

    /// <summary>Without a mask Google gives next to nothing.</summary>
    public const string Fields = "id,name,mimeType,description,size,createdTime,modifiedTime,trashed,starred,parents,owners(displayName,emailAddress),lastModifyingUser(displayName,emailAddress),webViewLink,webContentLink,shared,ownedByMe";

    [JsonProperty("id")]
    public string? Id { get; init; }

    [JsonProperty("name")]
    public string? Name { get; init; }

    [JsonProperty("mimeType")]
    public string? MimeType { get; init; }

    [JsonProperty("description")]
    public string? Description { get; init; }

    /// <summary>Bytes, as text; absent for folders and Google's own formats.</summary>
    [JsonProperty("size")]
    public string? Size { get; init; }

    [JsonProperty("createdTime")]
    public string? CreatedTime { get; init; }

    [JsonProperty("modifiedTime")]
    public string? ModifiedTime { get; init; }

    [JsonProperty("trashed")]
    public bool? Trashed { get; init; }

    [JsonProperty("starred")]
    public bool? Starred { get; init; }

    [JsonProperty("parents")]
    public IList<string?>? Parents { get; init; }

    /// <summary>Absent in shared drives.</summary>
    [JsonProperty("owners")]
    public IList<DriveUser?>? Owners { get; init; }

    [JsonProperty("lastModifyingUser")]
    public DriveUser? LastModifyingUser { get; init; }

    [JsonProperty("webViewLink")]
    public string? WebViewLink { get; init; }

    [JsonProperty("webContentLink")]
    public string? WebContentLink { get; init; }

    [JsonProperty("shared")]
    public bool? Shared { get; init; }

    [JsonProperty("ownedByMe")]
    public bool? OwnedByMe { get; init; }
}
