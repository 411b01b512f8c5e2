using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Api.Accounts;

/// <summary><c>{success:false,message}</c>.</summary>
internal sealed class AccountsErrorShape : IApiErrorShape
{
    public object Body(ApiError error, string requestId) => new { Success = false, error.Message };
}
