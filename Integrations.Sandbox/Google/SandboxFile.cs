using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;

namespace Integrations.Sandbox.Google;

/// <summary>A file or folder of Drive, as it stands on the wire and with its content.</summary>
internal sealed class SandboxFile(JsonObject document, byte[]? content, bool byApp)
{
    public const string Root = "0AExampleRootPVA";
    public const string FolderType = "application/vnd.google-apps.folder";

    public JsonObject Document { get; } = document;

    public byte[]? Content { get; set; } = content;

    /// <summary>Made through the API: what <c>drive.file</c> covers.</summary>
    public bool ByApp { get; } = byApp;

    public long Revision { get; set; }

    public string Id => Document.Text("id")!;

    public string Name => Document.Text("name") ?? "";

    public string MimeType => Document.Text("mimeType") ?? "application/octet-stream";

    public string? Parent => (string?)(Document["parents"] as JsonArray)?.FirstOrDefault();

    public string? Owner => (Document["owners"] as JsonArray)?.FirstOrDefault().Text("emailAddress");

    public DateTimeOffset Created => Moment("createdTime");

    public DateTimeOffset Modified => Moment("modifiedTime");

    public List<JsonObject> Permissions { get; } = [];

    public bool Is(string flag) => Document[flag] is JsonValue value && value.TryGetValue<bool>(out var set) && set;

    private DateTimeOffset Moment(string name) => DateTimeOffset.Parse(Document.Text(name)!, CultureInfo.InvariantCulture);
}
