using Integrations.Core.Bulk;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>How far one bulk action is, and how each integration ended. The address can be kept and come back to.</summary>
public sealed partial class BatchPage(BatchService batches, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    private const int PageSize = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LatestOnly _loads = new();
    private readonly LatestOnly _following = new();
    private BatchDetails? _details;
    private string? _failure;
    private bool _working;

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    private int Number => Math.Clamp(Page ?? 1, 1, PageRequest.MaxOffset / PageSize);

    private BatchItemStatus? Only => Status switch { "done" => BatchItemStatus.Done, "failed" => BatchItemStatus.Failed, _ => null };

    public void Dispose()
    {
        _loads.Dispose();
        _following.Dispose();
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
        }
    }

    private async Task LoadAsync()
    {
        var (id, only, page) = (Id, Only, new PageRequest(PageSize, (Number - 1) * PageSize));
        var found = await _loads.RunAsync(async ct => new Loaded<BatchDetails>(await batches.GetAsync(caller.Value, id, only, page, ct)));
        if (found is not null)
        {
            (_details, _failure) = (found.Value ?? _details, found.Failure);
        }
    }

    /// <summary>Looks again until there is nothing left, or the page is left.</summary>
    private async Task FollowAsync()
    {
        while (await _following.RunAsync(async ct => { await Task.Delay(Pause, clock, ct); return this; }) is not null && _failure is null)
        {
            if (_details is { Batch.FinishedAt: not null })
            {
                return;
            }

            await InvokeAsync(LoadAsync);
            await InvokeAsync(StateHasChanged);
        }
    }

    private async Task CancelAsync()
    {
        _working = true;
        var cancelled = await batches.CancelAsync(caller.Value, Id, CancellationToken.None);
        _working = false;
        _failure = cancelled.Failure?.Message;
        await LoadAsync();
    }

    private string AddressOf(BatchItemStatus? only, int page)
    {
        var query = string.Join('&', new[] { only is null ? null : $"status={only.ToString()!.ToLowerInvariant()}", page == 1 ? null : $"page={page}" }.OfType<string>());
        return $"/integrations/batches/{Id}{(query.Length == 0 ? "" : "?" + query)}";
    }
}
