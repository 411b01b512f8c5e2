using System.Net;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Actions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.GoogleDrive;

public sealed class GoogleDriveConnectorTests : ConnectorSuite
{
    protected override string Provider => "google_drive";

    protected override string SearchText => "review";

    protected override string UnknownId => "1NoSuchFile";

    protected override string ApiPrefix => "www.googleapis.com/";

    [Fact]
    public async Task Search_ByTypeAndDates_NarrowsAndOrders()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (start, end) = (DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(-5));

        var files = Succeeds(await Search(session, new EntityQuery(null, 100) { EntityTypes = ["file"], Start = start, End = end }));
        var folders = Succeeds(await Search(session, new EntityQuery(null, 100) { EntityTypes = ["folder"] }));

        Assert.NotEmpty(files.Items);
        Assert.All(files.Items, item => Assert.True(item.Type == "file" && item.UpdatedAt >= start.AddSeconds(-1) && item.UpdatedAt < end));
        Assert.Equal(files.Items.Select(item => item.UpdatedAt).OrderDescending(), files.Items.Select(item => item.UpdatedAt));
        Assert.Equal(["mobile", "platform", "website", "widgets"], folders.Items.Select(item => item.Title).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("' or trashed = true or name contains '")]
    [InlineData("\\' or 'root' in parents or name contains 'a")]
    public async Task Search_TextOfTheQueryLanguage_IsOnlyText(string text)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        Assert.Empty(Succeeds(await Search(session, new EntityQuery(text, 10))).Items);
    }

    [Fact]
    public async Task CreateFolder_AndUploadInto_AreFoundByTheNextSearch()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var folder = Succeeds(await RunAsync(session, "create_folder", new { name = "Board papers" })).Entity!;
        var file = Succeeds(await RunAsync(session, "upload_file", new { name = "minutes.txt", content = "Zebra crossing – agreed.", parentId = folder.Id })).Entity!;

        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery("zebra", 5))).Items);
        Assert.Equal((file.Id, "minutes.txt", folder.Id), (found.Id, found.Title, found.Text("parent")));
        Assert.Equal(26, (long)found.Metadata[EntityFields.Size]!);
        Assert.Equal("folder", Assert.Single(Succeeds(await Search(session, new EntityQuery("Board papers", 5))).Items).Type);
        Assert.Single(Succeeds(await Search(session, new EntityQuery(null, 5) { Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["parent"] = folder.Id } })).Items);
    }

    [Fact]
    public async Task UploadFile_Base64_KeepsBytesAndType()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var bytes = new byte[] { 0, 255, 13, 10, 45, 45, 7 };

        var file = Succeeds(await RunAsync(session, "upload_file", new { name = "blob.bin", contentBase64 = Convert.ToBase64String(bytes), mimeType = "application/x-blob" })).Entity!;

        using var request = VendorSession.Get($"https://www.googleapis.com/drive/v3/files/{file.Id}?alt=media");
        var content = Succeeds(await session.SendAsync(request, CancellationToken.None));
        Assert.Equal(bytes, content.Body);
        Assert.Equal("application/x-blob", content.ContentType);
    }

    [Fact, Proves("RI4")]
    public async Task Upload_AnswerLost_MakesOneFile()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("www.googleapis.com/upload", 503, "{}");

        Succeeds(await RunAsync(session, "upload_file", new { name = "once.txt", content = "once" }));

        Assert.Single(Succeeds(await Search(session, new EntityQuery("once.txt", 5))).Items);
    }

    [Fact]
    public async Task ShareLink_GivesTheLink()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var file = Succeeds(await RunAsync(session, "upload_file", new { name = "share.txt", content = "x" })).Entity!;

        var everyone = Succeeds(await RunAsync(session, "share_link", new { fileId = file.Id }));
        var one = Succeeds(await RunAsync(session, "share_link", new { fileId = file.Id, role = "writer", email = "ben@acme.test" }));

        Assert.Equal(("anyoneWithLink", "reader"), ((string?)everyone.Output["permissionId"], (string?)everyone.Output["role"]));
        Assert.Equal("writer", (string?)one.Output["role"]);
        Assert.Equal(file.Url, (string?)everyone.Output["webViewLink"]);
        using var browser = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(file.Url)).StatusCode);
    }

    [Fact]
    public async Task ShareLink_OfAFileThatWasNotMadeHere_SaysWhatIsMissing()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var foreign = Succeeds(await Search(session, new EntityQuery("review", 1))).Items[0];

        var result = await RunAsync(session, "share_link", new { fileId = foreign.Id });

        Assert.Equal("vendor.forbidden", result.Failure?.Code);
    }

    [Fact]
    public async Task Search_WithoutTheWiderPermission_SeesOnlyFilesMadeHere()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, scopes: scope => !scope.Optional);

        Assert.Empty(Succeeds(await Search(session, new EntityQuery("review", 5))).Items);
        Succeeds(await RunAsync(session, "create_folder", new { name = "Review folder" }));
        Assert.Single(Succeeds(await Search(session, new EntityQuery("review", 5))).Items);
    }

    [Theory]
    [InlineData("upload_file", """{"name":"x","contentBase64":"not base64!"}""", "contentBase64")]
    [InlineData("upload_file", """{"name":"x","content":"y","mimeType":"///"}""", "mimeType")]
    [InlineData("share_link", """{"fileId":"../about"}""", "fileId")]
    [InlineData("share_link", """{"fileId":"1abc","email":"nobody"}""", "email")]
    [InlineData("create_folder", """{"name":" "}""", "name")]
    public async Task Actions_WrongParameters_NameTheField(string action, string parameters, string field)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var result = await Actions.RunAsync(session, action, JsonElement.Parse(parameters), CancellationToken.None);

        Assert.True(result.Failure!.Fields!.ContainsKey(field));
        Assert.Empty(Bench.Recorder.Exchanges);
    }

    [Fact]
    public void KnownActions_AcceptTheirOwnParameters()
    {
        var schemas = Actions.KnownActions.ToDictionary(action => action.Name, action => action.Parameters, StringComparer.Ordinal);

        Assert.Null(ParameterSchema.Check(schemas["create_folder"], JsonElement.Parse("""{"name":"x","parentId":"1"}""")));
        Assert.Null(ParameterSchema.Check(schemas["upload_file"], JsonElement.Parse("""{"name":"x","content":"y"}""")));
        Assert.Null(ParameterSchema.Check(schemas["share_link"], JsonElement.Parse("""{"fileId":"x","role":"writer","email":"a@b.test"}""")));
        Assert.NotNull(ParameterSchema.Check(schemas["share_link"], JsonElement.Parse("""{"fileId":"x","role":"owner"}""")));
    }

    [Fact]
    public async Task Sync_PullsEverythingOnce_AndThenOnlyChanges()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (all, cursor) = await PullAsync(session, null);
        var made = Succeeds(await RunAsync(session, "upload_file", new { name = "new.txt", content = "x" })).Entity!;
        Succeeds(await RunAsync(session, "create_folder", new { name = "Not a file" }));

        var (changes, after) = await PullAsync(session, cursor);
        var (nothing, _) = await PullAsync(session, after);

        Assert.Equal(60, all.Count);
        Assert.Equal(made.Id, Assert.Single(changes).ExternalId);
        Assert.Empty(nothing);
        Assert.True(Succeeds(await ((ISyncEntities)Bench.Connector).PullAsync(session, "file", "e30", CancellationToken.None)).Restart);
    }

    [Fact]
    public async Task Sync_DeletedFile_IsTold()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var made = Succeeds(await RunAsync(session, "upload_file", new { name = "gone.txt", content = "x" })).Entity!;
        var (_, cursor) = await PullAsync(session, null);
        Succeeds(await session.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"https://www.googleapis.com/drive/v3/files/{made.Id}"), CancellationToken.None));

        var (changes, _) = await PullAsync(session, cursor);

        Assert.Equal((made.Id, null), (Assert.Single(changes).ExternalId, changes[0].Entity));
    }

    [Fact]
    public async Task Contract_EveryCall_FitsGooglesDiscoveryDocuments()
    {
        var contract = Contract.Open("google-drive.discovery.json", "google-oauth2.discovery.json");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        Succeeds(await Search(session, new EntityQuery("review", 5)));
        Succeeds(await Search(session, new EntityQuery(null, 5) { EntityTypes = ["file"] }));
        var folder = Succeeds(await RunAsync(session, "create_folder", new { name = "Contract" })).Entity!;
        var file = Succeeds(await RunAsync(session, "upload_file", new { name = "contract.txt", content = "x", parentId = folder.Id, description = "By the book" })).Entity!;
        Succeeds(await RunAsync(session, "share_link", new { fileId = file.Id }));
        Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, file.Id, CancellationToken.None));
        await ((IGetEntity)Bench.Connector).GetAsync(session, UnknownId, CancellationToken.None);
        var (_, cursor) = await PullAsync(session, null);
        await PullAsync(session, cursor);

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(
            Bench.Recorder.Exchanges, "GET /oauth2/v2/userinfo", "GET /drive/v3/about", "GET /drive/v3/files", "GET /drive/v3/files/generateIds", "POST /drive/v3/files",
            "POST /upload/drive/v3/files", "GET /drive/v3/files/{fileId}", "POST /drive/v3/files/{fileId}/permissions", "GET /drive/v3/changes/startPageToken", "GET /drive/v3/changes");
    }

    private IRunActions Actions => (IRunActions)Bench.Connector;

    private Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, object parameters) =>
        Actions.RunAsync(session, action, JsonSerializer.SerializeToElement(parameters), CancellationToken.None);

    private async Task<(List<EntityChange> Changes, string Cursor)> PullAsync(VendorSession session, string? cursor)
    {
        var changes = new List<EntityChange>();
        SyncPage page;
        do
        {
            page = Succeeds(await ((ISyncEntities)Bench.Connector).PullAsync(session, "file", cursor, CancellationToken.None));
            Assert.False(page.Restart);
            changes.AddRange(page.Changes);
            cursor = page.Cursor;
        }
        while (page.HasMore);

        return (changes, cursor!);
    }
}
