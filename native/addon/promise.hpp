// One blocking call of seqch.h as a promise, run on a thread of Node's pool.
#pragma once

#include <node_api.h>

#include <memory>
#include <utility>

#include "values.hpp"

namespace seqch_addon {

/// `work(Outcome&)` runs on a pool thread and touches no JavaScript; `finish(napi_env, const Outcome&)` makes the value
/// that the promise resolves to, on the JavaScript thread. What both capture keeps the writer alive until then.
template <typename Outcome, typename Work, typename Finish>
napi_value promise(napi_env env, const char* name, Work work, Finish finish) {
  struct Task {
    Work work;
    Finish finish;
    Outcome outcome{};
    napi_deferred deferred = nullptr;
    napi_async_work handle = nullptr;
  };
  auto task = std::make_unique<Task>(Task{std::move(work), std::move(finish)});
  napi_value result = nullptr;
  if (napi_create_promise(env, &task->deferred, &result) != napi_ok) return nullptr;
  const auto execute = [](napi_env, void* data) {
    auto* running = static_cast<Task*>(data);
    running->work(running->outcome);
  };
  // A cancelled task (the environment ends) has nobody left to tell.
  const auto complete = [](napi_env done_env, napi_status status, void* data) {
    const std::unique_ptr<Task> done(static_cast<Task*>(data));
    if (status == napi_ok) napi_resolve_deferred(done_env, done->deferred, done->finish(done_env, done->outcome));
    napi_delete_async_work(done_env, done->handle);
  };
  if (napi_create_async_work(env, nullptr, text(env, name), execute, complete, task.get(), &task->handle) != napi_ok ||
      napi_queue_async_work(env, task->handle) != napi_ok) {
    return throw_misuse(env, "the call could not be queued");
  }
  static_cast<void>(task.release());
  return result;
}

}  // namespace seqch_addon
