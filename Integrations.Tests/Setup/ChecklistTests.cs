using Integrations.Core.Activity;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Diagnostics;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Core.Storage.Backup;
using Integrations.Primitives;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Setup;

/// <summary>What the checklist finds, what it remembers, and trials of OAuth clients, over the services.</summary>
public sealed class ChecklistTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-checklist-").FullName;
    private CoreHub _hub = null!;
    private Caller _super = null!;

    private ChecklistMarks Marks => _hub.Get<ChecklistMarks>();

    public async ValueTask InitializeAsync()
    {
        _hub = await AccessHub.StartAsync();
        await _hub.ChangeAsync(_hub.Admin, user => user.Role = Role.SuperAdmin);
        _super = _hub.Admin with { Role = Role.SuperAdmin };
    }

    [Fact]
    public async Task Checklist_IsForSuperAdministratorsOnly()
    {
        Assert.Equal("permission_denied", (await ExamineAsync(_hub.Stranger)).Failure!.Code);
        Assert.Equal("permission_denied", (await Marks.TickAsync(_hub.Stranger, ChecklistKeys.MasterKey, isDone: true, CancellationToken.None)).Failure!.Code);
        Assert.Equal("permission_denied", (await _hub.Get<OAuthTrial>().StartAsync(_hub.Stranger, "github", "key", CancellationToken.None)).Failure!.Code);
    }

    [Fact]
    public async Task Tick_SaysByWhomAndWhen_IsAudited_AndCanBeTakenBack()
    {
        Assert.Equal(ChecklistState.Open, (await LineAsync(ChecklistKeys.MasterKey)).State);

        Assert.True((await Marks.TickAsync(_super, ChecklistKeys.MasterKey, isDone: true, CancellationToken.None)).IsSuccess);
        var done = await LineAsync(ChecklistKeys.MasterKey);
        Assert.Equal((ChecklistState.Done, "admin@ours.test", _hub.Clock.GetUtcNow()), (done.State, done.Done!.By, done.Done.At));

        Assert.True((await Marks.TickAsync(_super, ChecklistKeys.MasterKey, isDone: false, CancellationToken.None)).IsSuccess);
        Assert.Equal(ChecklistState.Open, (await LineAsync(ChecklistKeys.MasterKey)).State);
        var audited = await _hub.WithDatabaseAsync(db => db.AuditEntries.Where(a => a.TargetType == "checklist").OrderBy(a => a.Sequence).Select(a => a.Action).ToListAsync());
        Assert.Equal(["checklist.ticked", "checklist.unticked"], audited);
    }

    [Theory, InlineData(ChecklistKeys.Backup), InlineData(ChecklistKeys.Tls), InlineData("anything")]
    public async Task Tick_OfWhatTheHubExamines_IsRefused(string key) =>
        Assert.Equal("checklist.not_ticked", (await Marks.TickAsync(_super, key, isDone: true, CancellationToken.None)).Failure!.Code);

    [Theory, InlineData(false), InlineData(true)]
    public async Task TicksAtOnce_LeaveOneMark_AndNobodyWithAnError(bool onPostgres)
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: onPostgres);
        var (marks, super) = (hub.Get<ChecklistMarks>(), hub.Admin with { Role = Role.SuperAdmin });

        var ticks = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => marks.TickAsync(super, ChecklistKeys.Mail, isDone: true, CancellationToken.None))));

        Assert.All(ticks, tick => Assert.True(tick.IsSuccess));
        Assert.Equal((1, 6), await hub.WithDatabaseAsync(async db => (await db.ChecklistMarks.CountAsync(), await db.AuditEntries.CountAsync(a => a.Action == "checklist.ticked"))));
    }

    [Fact]
    public async Task Mail_IsPlainlyMissing_AndProvidersWithoutClient_SayWhatThatMeans()
    {
        Assert.Contains("sends no mail", (await LineAsync(ChecklistKeys.Mail)).Found, StringComparison.Ordinal);
        var checklist = (await ExamineAsync(_super)).Value;
        var github = checklist.Providers.Single(p => p.Key == "github");
        Assert.Equal((ChecklistState.Open, false), (github.State, github.HasClient));
        Assert.EndsWith(OAuthFlow.CallbackPath, checklist.Callback, StringComparison.Ordinal);
        Assert.All(checklist.Lines.Where(line => line.State is ChecklistState.Attention or ChecklistState.Wrong), line => Assert.NotNull(line.ToDo));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Backup_AndItsRehearsal_AreRemembered(bool onPostgres)
    {
        await using var hub = await EmptyHub.StartAsync(onPostgres);
        var (backup, file) = (hub.Get<HubBackup>(), Path.Combine(_folder, $"{onPostgres}.hub"));
        Assert.Equal(ChecklistState.Open, Line(await ChecklistOfAsync(hub), ChecklistKeys.Backup).State);

        Assert.True((await backup.BackupAsync(file, withKey: false, CancellationToken.None)).TryGet(out var report, out var failure), failure?.ToString());
        var rehearsed = await backup.RehearseAsync(file, CancellationToken.None);

        Assert.True(rehearsed.IsSuccess, rehearsed.Failure?.ToString());
        Assert.Equal(report.Manifest.Rows, rehearsed.Value.Manifest.Rows);
        var checklist = await ChecklistOfAsync(hub);
        Assert.Equal(ChecklistState.Done, Line(checklist, ChecklistKeys.Backup).State);
        Assert.Equal(ChecklistState.Done, Line(checklist, ChecklistKeys.Restore).State);
        Assert.Equal("operator of the hub", Line(checklist, ChecklistKeys.Restore).Done!.By);

        hub.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(ChecklistState.Attention, Line(await ChecklistOfAsync(hub), ChecklistKeys.Backup).State);

        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal("backup.damaged", (await backup.RehearseAsync(file, CancellationToken.None)).Failure!.Code);
        Assert.Equal(ChecklistState.Wrong, Line(await ChecklistOfAsync(hub), ChecklistKeys.Restore).State);
    }

    [Fact]
    public async Task Trial_TellsTheVendorsWords_Once_ToTheBrowserAndPersonThatBeganIt()
    {
        await using var hub = await TrialHubAsync();
        var (trial, super) = (hub.Get<OAuthTrial>(), hub.Admin with { Role = Role.SuperAdmin });
        var begun = (await trial.StartAsync(super, "github", "browser-key", CancellationToken.None)).Value;
        Assert.True(OAuthTrial.IsTrial(begun.State));
        Assert.Contains("code_challenge_method=S256", begun.AuthorizationUrl, StringComparison.Ordinal);
        Assert.DoesNotContain(begun.State, (await hub.WithDatabaseAsync(db => db.ChecklistMarks.AsNoTracking().SingleAsync())).WaitsFor!, StringComparison.Ordinal);

        FlowCallback Refused(string key, Guid? user) => new()
        {
            State = begun.State,
            Error = "invalid_client",
            ErrorDescription = "The OAuth client was not\u0007 found.",
            BrowserKey = key,
            SignedInUser = user,
        };
        Assert.Null(await trial.CompleteAsync(Refused("another-browser", super.UserId), "192.0.2.9", "r", CancellationToken.None));
        Assert.Null(await trial.CompleteAsync(Refused("browser-key", hub.User.UserId), "192.0.2.9", "r", CancellationToken.None));
        Assert.Equal("github", await trial.CompleteAsync(Refused("browser-key", super.UserId), "192.0.2.9", "r", CancellationToken.None));
        Assert.Null(await trial.CompleteAsync(Refused("browser-key", super.UserId), "192.0.2.9", "r", CancellationToken.None));

        var line = (await ChecklistOfAsync(hub, super)).Providers.Single(p => p.Key == "github");
        Assert.Equal(ChecklistState.Wrong, line.State);
        Assert.Contains("invalid_client: The OAuth client was not  found.", line.Found, StringComparison.Ordinal);
        Assert.Equal("admin@ours.test", line.Tried!.By);
        Assert.NotNull(line.CallbackHit);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(a => a.Action == "oauth_client.tried")));
    }

    [Fact]
    public async Task Trial_IsOverAfterTenMinutes_AndANewOneGivesUpTheOld()
    {
        await using var hub = await TrialHubAsync();
        var (trial, super) = (hub.Get<OAuthTrial>(), hub.Admin with { Role = Role.SuperAdmin });
        var first = (await trial.StartAsync(super, "github", "key", CancellationToken.None)).Value;
        var second = (await trial.StartAsync(super, "github", "key", CancellationToken.None)).Value;
        FlowCallback Back(string state) => new() { State = state, Error = "access_denied", BrowserKey = "key", SignedInUser = super.UserId };

        Assert.Null(await trial.CompleteAsync(Back(first.State), "192.0.2.9", "r", CancellationToken.None));
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await trial.CompleteAsync(Back(second.State), "192.0.2.9", "r", CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<CoreHub> TrialHubAsync()
    {
        var hub = await CoreHub.StartAsync(services => services.AddGithubClient());
        await hub.WithDatabaseAsync(db => db.Users.Where(u => u.Id == hub.Admin.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, Role.SuperAdmin)));
        return hub;
    }

    private Task<Result<Checklist>> ExamineAsync(Caller caller) =>
        _hub.Get<SetupChecklist>().ExamineAsync(caller, [new Finding("Disk", FindingSeverity.Ok, "9 GB are free.")], isServing: true, CancellationToken.None);

    private async Task<ChecklistLine> LineAsync(string key) => Line((await ExamineAsync(_super)).Value, key);

    private static ChecklistLine Line(Checklist checklist, string key) => checklist.Lines.Single(line => line.Key == key);

    private static async Task<Checklist> ChecklistOfAsync(CoreHub hub, Caller? caller = null) =>
        (await hub.Get<SetupChecklist>().ExamineAsync(caller ?? new Caller(null, null, Role.SuperAdmin), [], isServing: true, CancellationToken.None)).Value;
}
