using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Google;

/// <summary>Folders and files of the last two months.</summary>
internal static class DriveSeed
{
    private const int HugeCount = 10_000;
    private const int FileCount = 60;

    private static readonly (string Type, string Ending, string Site)[] Kinds =
    [
        ("application/vnd.google-apps.document", "", "https://docs.google.com/document/d/{0}/edit"),
        ("application/vnd.google-apps.spreadsheet", " (figures)", "https://docs.google.com/spreadsheets/d/{0}/edit"),
        ("application/vnd.google-apps.presentation", " (slides)", "https://docs.google.com/presentation/d/{0}/edit"),
        ("application/pdf", ".pdf", "https://drive.google.com/file/d/{0}/view"),
        ("text/plain", " notes.txt", "https://drive.google.com/file/d/{0}/view"),
    ];

    public static void Fill(GoogleWorld world)
    {
        if (world.Account.Behaviour == SandboxBehaviour.Empty)
        {
            return;
        }

        var random = SandboxSeed.For("google-drive", world.Account);
        var folders = DemoThemes.Areas.Select(area => Add(world, area, SandboxFile.FolderType, SandboxFile.Root, world.Now.AddDays(-60), world.People[0], null, "https://drive.google.com/drive/folders/{0}").Id).ToList();
        var count = world.Account.Behaviour == SandboxBehaviour.Huge ? HugeCount : FileCount;
        for (var i = 0; i < count; i++)
        {
            var theme = DemoThemes.All[i % DemoThemes.All.Count];
            var kind = Kinds[i % Kinds.Length];
            var name = i < DemoThemes.All.Count ? theme.Meeting + kind.Ending : $"{theme.Meeting} {(i / DemoThemes.All.Count) + 1}{kind.Ending}";
            var folder = folders[Math.Max(0, DemoThemes.Areas.ToList().IndexOf(theme.Area))];
            var content = kind.Ending.EndsWith(".txt", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(theme.Text) : kind.Ending == ".pdf" ? Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n") : null;
            Add(world, name, kind.Type, folder, world.Now.AddMinutes(-random.Between(60, 60 * 24 * 60)), random.Pick(world.People), content, kind.Site, theme.Text);
        }
    }

    public static SandboxFile New(GoogleWorld world, string id, string name, string type, string parent, DateTimeOffset at, DemoPerson owner, byte[]? content, string site, bool byApp)
    {
        var person = new JsonObject { ["kind"] = "drive#user", ["displayName"] = owner.Name, ["emailAddress"] = owner.Email, ["me"] = owner.Email == world.Account.Email };
        var document = new JsonObject
        {
            ["kind"] = "drive#file",
            ["id"] = id,
            ["name"] = name,
            ["mimeType"] = type,
            ["starred"] = false,
            ["trashed"] = false,
            ["parents"] = new JsonArray(parent),
            ["createdTime"] = CalendarDocuments.Stamp(at),
            ["modifiedTime"] = CalendarDocuments.Stamp(at),
            ["owners"] = new JsonArray(person),
            ["lastModifyingUser"] = person.DeepClone(),
            ["webViewLink"] = string.Format(null, site, id),
            ["shared"] = owner.Email != world.Account.Email,
            ["ownedByMe"] = owner.Email == world.Account.Email,
        };
        if (content is not null)
        {
            document["size"] = content.Length.ToString();
            document["webContentLink"] = $"https://drive.google.com/uc?id={id}&export=download";
        }

        return new SandboxFile(document, content, byApp);
    }

    private static SandboxFile Add(GoogleWorld world, string name, string type, string parent, DateTimeOffset at, DemoPerson owner, byte[]? content, string site, string? description = null)
    {
        var file = New(world, "1" + SandboxSeed.Guid("file", world.Account.Email, name, type).ToString("N"), name, type, parent, at, owner, content, site, byApp: false);
        if (description is not null)
        {
            file.Document["description"] = description;
        }

        file.Revision = world.NextRevision();
        world.Files[file.Id] = file;
        return file;
    }
}
